export type ValueKind = "count" | "cidrs" | "ports";

export interface Metric {
	readonly value: ValueKind;
	/** `counted`: over a window of durationSeconds. `each`: of one message or connection. `reported`: by the device. */
	readonly measured: "counted" | "each" | "reported";
}

const counted: Metric = { value: "count", measured: "counted" };
const reported: Metric = { value: "count", measured: "reported" };

/** AWS IoT Device Defender, "Cloud-side metrics" and "Device-side metrics". */
export const metrics: ReadonlyMap<string, Metric> = new Map<string, Metric>([
	["aws:message-byte-size", { value: "count", measured: "each" }],
	["aws:num-messages-sent", counted],
	["aws:num-messages-received", counted],
	["aws:num-authorization-failures", counted],
	["aws:num-connection-attempts", counted],
	["aws:num-disconnects", counted],
	["aws:disconnect-duration", { value: "count", measured: "each" }],
	["aws:source-ip-address", { value: "cidrs", measured: "each" }],
	...[
		"all-bytes-in",
		"all-bytes-out",
		"all-packets-in",
		"all-packets-out",
		"num-listening-tcp-ports",
		"num-listening-udp-ports",
		"num-established-tcp-connections",
	].map((name) => [`aws:${name}`, reported] as const),
	["aws:listening-tcp-ports", { value: "ports", measured: "reported" }],
	["aws:listening-udp-ports", { value: "ports", measured: "reported" }],
	["aws:destination-ip-addresses", { value: "cidrs", measured: "reported" }],
]);

export const operators: Readonly<Record<ValueKind, readonly string[]>> = Object.freeze({
	count: ["less-than", "less-than-equals", "greater-than", "greater-than-equals"],
	cidrs: ["in-cidr-set", "not-in-cidr-set"],
	ports: ["in-port-set", "not-in-port-set"],
});

export const allOperators = [...Object.values(operators).flat(), "in-set", "not-in-set"];
export const durations = [300, 600, 900, 1800, 3600];
