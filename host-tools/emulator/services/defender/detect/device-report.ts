import { isJsonObject, type JsonObject, type JsonValue } from "../../../json-value.js";
import type { CustomMetricType, MetricValue } from "./metric-kinds.js";

export interface DeviceReport {
	readonly reportId: number;
	/** By name of the metric. */
	readonly metrics: ReadonlyMap<string, MetricValue>;
}

/** Long name → short name (docs/aws-behaviour.md, "Detect"). */
const shortNames: Readonly<Record<string, string>> = {
	header: "hed",
	report_id: "rid",
	version: "v",
	metrics: "met",
	custom_metrics: "cmet",
	listening_tcp_ports: "tp",
	listening_udp_ports: "up",
	network_stats: "ns",
	tcp_connections: "tc",
	ports: "pts",
	port: "pt",
	total: "t",
	bytes_in: "bi",
	bytes_out: "bo",
	packets_in: "pi",
	packets_out: "po",
	established_connections: "ec",
	connections: "cs",
	remote_addr: "rad",
};

/** Ours: what a list of a report may hold. */
const mostItems = 1000;

/** Reads a device's report of its metrics, with long names or short ones. Throws an Error that says what is wrong with it. */
export function parseReport(
	json: JsonObject,
	customTypeOf: (metric: string) => CustomMetricType | undefined,
): DeviceReport {
	const header = object(json, "header");
	if (header === undefined) throw new Error("header is missing");
	const reportId = member(header, "report_id");
	if (typeof reportId !== "number" || !Number.isSafeInteger(reportId)) throw new Error("report_id must be an integer");
	if (!/^\d+\.\d+$/.test(String(member(header, "version") ?? ""))) throw new Error("version must be such as 1.0");
	const metrics = object(json, "metrics");
	const custom = object(json, "custom_metrics");
	if (metrics === undefined && custom === undefined) throw new Error("metrics are missing");
	return { reportId, metrics: new Map([...readMetrics(metrics ?? {}), ...readCustom(custom ?? {}, customTypeOf)]) };
}

function* readMetrics(metrics: JsonObject): Iterable<readonly [string, MetricValue]> {
	for (const protocol of ["tcp", "udp"]) {
		const listening = object(metrics, `listening_${protocol}_ports`);
		if (listening === undefined) continue;
		const ports = list(listening, "ports").map((entry) => count(asObject(entry, "port"), "port") ?? 0);
		yield [`aws:listening-${protocol}-ports`, { ports: [...new Set(ports)] }];
		yield [`aws:num-listening-${protocol}-ports`, { count: count(listening, "total") ?? ports.length }];
	}
	const network = object(metrics, "network_stats") ?? {};
	for (const name of ["bytes_in", "bytes_out", "packets_in", "packets_out"]) {
		const value = count(network, name);
		if (value !== undefined) yield [`aws:all-${name.replace("_", "-")}`, { count: value }];
	}
	const established = object(object(metrics, "tcp_connections") ?? {}, "established_connections");
	if (established === undefined) return;
	const connections = list(established, "connections");
	const addresses = connections.map((entry) => addressOf(member(asObject(entry, "connection"), "remote_addr")));
	yield ["aws:num-established-tcp-connections", { count: count(established, "total") ?? connections.length }];
	yield ["aws:destination-ip-addresses", { cidrs: [...new Set(addresses)].filter((address) => address !== "") }];
}

/** Metrics that the account does not have are left out. */
function* readCustom(
	custom: JsonObject,
	customTypeOf: (metric: string) => CustomMetricType | undefined,
): Iterable<readonly [string, MetricValue]> {
	for (const [name, values] of Object.entries(custom)) {
		const type = customTypeOf(name);
		const [value] = Array.isArray(values) ? values : [];
		if (type === undefined) continue;
		if (!isJsonObject(value)) throw new Error(`custom metric ${name} must be a list of one object`);
		yield [name, customValue(name, type, value)];
	}
}

function customValue(name: string, type: CustomMetricType, value: JsonObject): MetricValue {
	if (type === "number") {
		if (typeof value.number !== "number") throw new Error(`${name} must have a number`);
		return { number: value.number };
	}
	const items =
		value[{ "string-list": "string_list", "ip-address-list": "ip_list", "number-list": "number_list" }[type]];
	const wanted = type === "number-list" ? "number" : "string";
	if (!Array.isArray(items) || items.length > mostItems || items.some((item) => typeof item !== wanted)) {
		throw new Error(`${name} must have a list of at most ${mostItems} ${wanted}s`);
	}
	if (type === "number-list") return { numbers: items as number[] };
	return type === "string-list" ? { strings: items as string[] } : { cidrs: items as string[] };
}

/** `192.0.2.1:443`, `[2001:db8::1]:443` */
function addressOf(remote: JsonValue | undefined): string {
	if (typeof remote !== "string") return "";
	return remote.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
}

function member(json: JsonObject, name: string): JsonValue | undefined {
	const short = shortNames[name] ?? name;
	if (Object.hasOwn(json, name)) return json[name];
	return Object.hasOwn(json, short) ? json[short] : undefined;
}

function object(json: JsonObject, name: string): JsonObject | undefined {
	const value = member(json, name);
	return value === undefined ? undefined : asObject(value, name);
}

function asObject(value: JsonValue, name: string): JsonObject {
	if (isJsonObject(value)) return value;
	throw new Error(`${name} must be an object`);
}

function list(json: JsonObject, name: string): readonly JsonValue[] {
	const value = member(json, name) ?? [];
	if (Array.isArray(value) && value.length <= mostItems) return value;
	throw new Error(`${name} must be a list of at most ${mostItems}`);
}

function count(json: JsonObject, name: string): number | undefined {
	const value = member(json, name);
	if (value === undefined) return undefined;
	if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
	throw new Error(`${name} must be an integer of at least 0`);
}
