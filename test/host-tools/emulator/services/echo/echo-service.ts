import type { Service, ServiceParts } from "../../../../../host-tools/emulator/services/service.js";
import { jsonRows } from "../../../../../host-tools/emulator/store/json-rows.js";

interface EchoRow {
	readonly thingName: string;
	readonly count: number;
}

/** Bytes of a request. */
export const longestEcho = 16;
const request = /^\$aws\/things\/([^/+#]+)\/echo$/;
const answers = /^\$aws\/things\/[^/]+\/echo\/(?:accepted|rejected|notify)$/;

/**
 * A service of the tests': what a device publishes on `$aws/things/<name>/echo` comes back to it alone, whoever listens on
 * `…/echo/notify` hears how often that happened, and `GET /things/{thingName}/echo` says it too.
 */
export function echoService({ stores, connections }: Pick<ServiceParts, "stores" | "connections">): Service {
	const table = stores.registry.table("echo", jsonRows<EchoRow>("thingName"));
	const countOf = (thingName: string) => table.get(thingName)?.count ?? 0;
	return {
		name: "echo",
		operations: [
			{
				name: "GetEcho",
				method: "GET",
				path: "/things/{thingName}/echo",
				handle: ({ path }) => ({ count: countOf(path("thingName")) }),
			},
		],
		reserved: {
			purpose: "echoes",
			owns: (topic) => /^\$aws\/things\/[^/]+\/echo(\/|$)/.test(topic),
			mayPublish: (topic) => request.test(topic) || "there is only …/echo to publish on",
			maySubscribe: (filter) => answers.test(filter) || "it is no answer of …/echo",
			answer({ topic, payload, refuse, reply }) {
				const thingName = request.exec(topic)?.[1] ?? "";
				if (thingName === "faulty") throw new TypeError("a fault of this service");
				if (payload.length > longestEcho) {
					refuse("echo-too-long", `The payload has ${payload.length} bytes: the limit is ${longestEcho}`);
					reply(`${topic}/rejected`, Buffer.from("too long"));
					return;
				}
				table.set(thingName, { thingName, count: countOf(thingName) + 1 });
				reply(`${topic}/accepted`, payload);
				connections.publish(`${topic}/notify`, Buffer.from(String(countOf(thingName))));
			},
		},
	};
}
