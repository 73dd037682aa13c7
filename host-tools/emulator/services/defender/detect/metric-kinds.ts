/** The member of a metric value that a metric has (API model: MetricValue). */
export type ValueKind = "count" | "cidrs" | "ports" | "number" | "numbers" | "strings";

/** Exactly one of the members. */
export type MetricValue = {
	readonly count?: number;
	readonly cidrs?: readonly string[];
	readonly ports?: readonly number[];
	readonly number?: number;
	readonly numbers?: readonly number[];
	readonly strings?: readonly string[];
};

export const customMetricTypes = ["string-list", "ip-address-list", "number-list", "number"] as const;

export type CustomMetricType = (typeof customMetricTypes)[number];

export interface MetricKind {
	/** Who measures it: what connections do, or the device's reports. */
	readonly side: "cloud" | "device";
	readonly value: ValueKind;
	/** Counted over a window of `durationSeconds`. */
	readonly isCounted: boolean;
	/** May be looked at for some topics only. */
	readonly hasDimension: boolean;
}

const counted: MetricKind = { side: "cloud", value: "count", isCounted: true, hasDimension: false };
const ofTopics: MetricKind = { ...counted, hasDimension: true };
const reported: MetricKind = { side: "device", value: "count", isCounted: false, hasDimension: false };

/** AWS's metrics (docs/aws-behaviour.md, "Detect"). */
const metrics: ReadonlyMap<string, MetricKind> = new Map([
	["aws:message-byte-size", { ...ofTopics, isCounted: false }],
	["aws:num-messages-sent", ofTopics],
	["aws:num-messages-received", ofTopics],
	["aws:num-authorization-failures", ofTopics],
	["aws:source-ip-address", { ...counted, value: "cidrs", isCounted: false }],
	["aws:num-connection-attempts", counted],
	["aws:num-disconnects", counted],
	["aws:all-bytes-in", reported],
	["aws:all-bytes-out", reported],
	["aws:all-packets-in", reported],
	["aws:all-packets-out", reported],
	["aws:num-listening-tcp-ports", reported],
	["aws:num-listening-udp-ports", reported],
	["aws:num-established-tcp-connections", reported],
	["aws:listening-tcp-ports", { ...reported, value: "ports" }],
	["aws:listening-udp-ports", { ...reported, value: "ports" }],
	["aws:destination-ip-addresses", { ...reported, value: "cidrs" }],
]);

const customValues: Readonly<Record<CustomMetricType, ValueKind>> = {
	"string-list": "strings",
	"ip-address-list": "cidrs",
	"number-list": "numbers",
	number: "number",
};

const order = ["less-than", "less-than-equals", "greater-than", "greater-than-equals"];

const operators: Readonly<Record<ValueKind, readonly string[]>> = {
	count: order,
	number: order,
	cidrs: ["in-cidr-set", "not-in-cidr-set"],
	ports: ["in-port-set", "not-in-port-set"],
	numbers: ["in-set", "not-in-set"],
	strings: ["in-set", "not-in-set"],
};

export function operatorsOf({ value }: MetricKind): readonly string[] {
	return operators[value];
}

/** `customTypeOf`: the type of one of the account's own metrics. Undefined when there is no such metric. */
export function metricKind(
	metric: string,
	customTypeOf: (metric: string) => CustomMetricType | undefined,
): MetricKind | undefined {
	const known = metrics.get(metric);
	if (known !== undefined) return known;
	const type = customTypeOf(metric);
	return type && { ...reported, value: customValues[type] };
}

export function isCloudMetric(metric: string): boolean {
	return metrics.get(metric)?.side === "cloud";
}
