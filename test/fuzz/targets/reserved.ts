import { encode } from "cborg";
import type { JsonObject, JsonValue } from "../../../host-tools/emulator/json-value.js";
import type { FuzzTarget } from "../fuzz-target.js";
import { attempt } from "../fuzz-target.js";
import { InsideEmulator } from "../inside-emulator.js";
import { mutateBytes, mutateText, oddText } from "../mutate.js";
import { mutateJson, oddValue } from "../odd-json.js";
import type { Random } from "../random.js";

/** A topic of each kind that services answer, and what a device sends there; `{f}` is json or cbor. */
const requests: readonly (readonly [topic: string, body: JsonObject])[] = [
	["$aws/certificates/create/{f}", {}],
	[
		"$aws/certificates/create-from-csr/{f}",
		{ certificateSigningRequest: "-----BEGIN CERTIFICATE REQUEST-----\nMA==\n" },
	],
	[
		"$aws/provisioning-templates/fleet/provision/{f}",
		{ certificateOwnershipToken: "a", parameters: { SerialNumber: "1" } },
	],
	["$aws/things/t/shadow/update", { state: { desired: { a: 1 }, reported: { b: [1] } }, clientToken: "c", version: 1 }],
	["$aws/things/t/shadow/name/n/update", { state: { desired: null, reported: { a: { b: { c: null } } } } }],
	["$aws/things/t/shadow/get", { clientToken: "c" }],
	["$aws/things/t/shadow/delete", {}],
	["$aws/things/t/shadow/name/n/delete", { clientToken: "c", version: 2 }],
	["$aws/things/t/jobs/get", { clientToken: "c" }],
	["$aws/things/t/jobs/start-next", { statusDetails: { a: "b" }, stepTimeoutInMinutes: 5, clientToken: "c" }],
	["$aws/things/t/jobs/job/get", { executionNumber: 1, includeJobDocument: true, clientToken: "c" }],
	["$aws/things/t/jobs/$next/get", {}],
	[
		"$aws/things/t/jobs/job/update",
		{
			status: "IN_PROGRESS",
			statusDetails: { a: "b" },
			expectedVersion: 1,
			executionNumber: 1,
			includeJobExecutionState: true,
			includeJobDocument: true,
			stepTimeoutInMinutes: -1,
			clientToken: "c",
		},
	],
	["$aws/things/t/streams/stream/describe/{f}", { c: "token" }],
	["$aws/things/t/streams/stream/get/{f}", { c: "t", s: 1, f: 0, l: 256, o: 0, n: 4, b: "ff" }],
	[
		"$aws/things/t/defender/metrics/{f}",
		{
			header: { report_id: 1, version: "1.0" },
			metrics: {
				listening_tcp_ports: { ports: [{ interface: "eth0", port: 22 }], total: 1 },
				network_stats: { bytes_in: 1, bytes_out: 2, packets_in: 3, packets_out: 4 },
				tcp_connections: {
					established_connections: {
						connections: [{ local_interface: "lo", local_port: 80, remote_addr: "127.0.0.1:80" }],
						total: 1,
					},
				},
			},
			custom_metrics: { m: [{ number: 1 }], l: [{ string_list: ["a"] }], i: [{ ip_list: ["127.0.0.1"] }] },
		},
	],
	[
		"$aws/commands/things/t/executions/e/response/{f}",
		{
			status: "SUCCEEDED",
			statusReason: { reasonCode: "A", reasonDescription: "b" },
			result: { a: { s: "x" }, b: { b: true }, c: { bin: "AA==" } },
		},
	],
	["$aws/rules/rule/a/b", { temperature: 1 }],
];
const names = [...new Set(requests.flatMap(([, body]) => Object.keys(body)))];

export interface ReservedInput {
	readonly topic: string;
	readonly payload: Buffer;
}

/** What a device may publish on a reserved topic, or something like it. */
export function reservedRequest(random: Random): ReservedInput {
	const [shape, body] = random.pick(requests);
	const isCbor = shape.endsWith("{f}") && random.once(2);
	const topic = shape.replace("{f}", isCbor ? "cbor" : "json");
	const value = random.once(10) ? oddValue(random) : mutateJson(random, body, names);
	const payload = isCbor ? cborOf(random, value) : Buffer.from(JSON.stringify(value));
	return {
		topic: random.once(12) ? mutateText(random, topic, ["/json", "/cbor", "$aws/", "things", "+", "#"], 256) : topic,
		payload: random.once(3) ? mutateBytes(random, payload, [], 128 * 1024) : payload,
	};
}

/** What JSON does not have as well: bytes, undefined, keys that are no text, numbers beyond. */
function cborOf(random: Random, value: JsonValue): Buffer {
	if (random.once(6)) {
		const odd = random.pick([
			random.bytes(5),
			undefined,
			2n ** 63n,
			new Map<unknown, unknown>([[1, "a"]]),
			new Map([["a", random.bytes(3)]]),
		]);
		const whole =
			typeof value === "object" && value !== null && !Array.isArray(value)
				? new Map<string, unknown>(Object.entries(value))
				: new Map();
		const key = random.once(3) ? oddText(random) : random.pick(names);
		return Buffer.from(encode(whole.set(key, odd)));
	}
	if (random.once(30))
		return Buffer.concat([Buffer.alloc(random.int(9000), random.pick([0x81, 0x9f, 0xd8])), Buffer.of(0)]);
	try {
		return Buffer.from(encode(value));
	} catch {
		// Deeper than the library goes.
		return Buffer.of(0xa0);
	}
}

/** JSON and CBOR that devices send to services: fleet provisioning, shadows, jobs, streams, Defender's reports, commands. */
export const reserved: FuzzTarget = {
	name: "bodies",
	share: 150,
	renewAfter: 20_000,
	async open() {
		const inside = await InsideEmulator.open();
		return {
			next(random) {
				const { topic, payload } = reservedRequest(random);
				return attempt(
					() => `${topic} ${payload.toString("hex")}`,
					() => inside.publish(topic, payload),
				);
			},
			close: () => inside.close(),
		};
	},
};
