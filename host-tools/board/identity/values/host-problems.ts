import { isIPv4, isIPv6 } from "node:net";
import type { ValueProblem } from "./value-problem.js";

const label = /^(?!-)[A-Za-z0-9_-]{1,63}(?<!-)$/;
const longestName = 253;
/** AWS IoT's API, which is no data endpoint (AWS General Reference, "AWS IoT Core endpoints and quotas"). */
const api = /^iot(-fips)?\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|api\.aws)$/;
const whereItIs = "`aws iot describe-endpoint --endpoint-type iot:Data-ATS` prints it";

/** AWS IoT's data endpoints, and where they take MQTT with certificates (Developer Guide, "Protocols, port mappings, and authentication"). */
const dataEndpoint = /\.iot\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/;
const mqttPorts: readonly number[] = Object.freeze([8883, 443]);

/** What is wrong with the data endpoint: it has to be a DNS name or an IP address, as a TLS server name is one. */
export function hostProblems({ host, port }: Readonly<{ host: string; port: number }>): readonly ValueProblem[] {
	if (isIPv6(host)) return [];
	// A name that is badly spelled comes first: what else is wrong is known of the one that is meant only.
	const misspelled = nameProblems("host", host, whereItIs);
	if (misspelled.length > 0) return misspelled;
	if (api.test(host)) {
		return [{ member: "host", problem: "is AWS IoT's API, where no device connects", next: whereItIs }];
	}
	if (dataEndpoint.test(host) && !mqttPorts.includes(port)) {
		return [{ member: "port", problem: "is none where AWS IoT takes MQTT", next: `write ${mqttPorts.join(" or ")}` }];
	}
	return [];
}

/** SNTP servers are DNS names or IPv4 addresses (settings.ts). */
export function timeServerProblems({
	timeServers,
}: {
	readonly timeServers: readonly string[];
}): readonly ValueProblem[] {
	return timeServers.flatMap((server, index) => nameProblems(`timeServers[${index}]`, server, "e.g. pool.ntp.org"));
}

function nameProblems(member: string, text: string, hint: string): readonly ValueProblem[] {
	if (isHost(text)) return [];
	const bare = text
		.trim()
		.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "")
		.replace(/[/?#].*$/s, "")
		.replace(/:\d*$/, "");
	return [{ member, problem: describe(text), next: isHost(bare) ? `write "${bare}"` : hint }];
}

function isHost(text: string): boolean {
	const labels = text.split(".");
	// A name whose last label is a number is taken for an address (WHATWG URL, "ends in a number").
	if (/^\d+$/.test(labels.at(-1) ?? "")) return isIPv4(text);
	return text.length <= longestName && labels.every((one) => label.test(one));
}

function describe(text: string): string {
	if (/^arn:/i.test(text.trim())) return "is an ARN, not a DNS name";
	if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text.trim())) return "begins with a scheme, which is no part of a DNS name";
	if (/\s/.test(text)) return "holds a blank or a line end";
	if (/[/?#]/.test(text)) return "holds a path, which is no part of a DNS name";
	if (isIPv6(text.replace(/^\[|\]$/g, ""))) return "is an IPv6 address, which is not supported here";
	if (/:\d*$/.test(text)) return "holds a port, which is no part of a DNS name";
	if (/[^\x20-\x7e]/.test(text)) return "holds letters outside ASCII: a DNS name has them in the form xn--…";
	return "is neither a DNS name nor an IPv4 address";
}
