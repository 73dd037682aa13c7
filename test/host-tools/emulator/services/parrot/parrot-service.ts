import type { Service, ServiceParts } from "../../../../../host-tools/emulator/services/service.js";
import { jsonRows } from "../../../../../host-tools/emulator/store/json-rows.js";

interface ParrotRow {
	readonly thingName: string;
	readonly count: number;
}

/** Bytes of a request. */
export const longestParrot = 16;
const request = /^\$aws\/things\/([^/+#]+)\/parrot$/;
const answers = /^\$aws\/things\/[^/]+\/parrot\/(?:accepted|rejected|notify)$/;

/**
 * A service of the tests': what a device publishes on `$aws/things/<name>/parrot` comes back to it alone, whoever listens on
 * `…/parrot/notify` hears how often that happened, and `GET /things/{thingName}/parrot` says it too.
 */
export function parrotService({ store, connections }: Pick<ServiceParts, "store" | "connections">): Service {
	const table = store.table("parrot", jsonRows<ParrotRow>("thingName"));
	const countOf = (thingName: string) => table.get(thingName)?.count ?? 0;
	return {
		name: "parrot",
		operations: [
			{
				name: "GetParrot",
				method: "GET",
				path: "/things/{thingName}/parrot",
				handle: ({ path }) => ({ count: countOf(path("thingName")) }),
			},
		],
		reserved: {
			purpose: "parrotes",
			owns: (topic) => /^\$aws\/things\/[^/]+\/parrot(\/|$)/.test(topic),
			mayPublish: (topic) => request.test(topic) || "there is only …/parrot to publish on",
			maySubscribe: (filter) => answers.test(filter) || "it is no answer of …/parrot",
			answer({ topic, payload, refuse, reply }) {
				const thingName = request.exec(topic)?.[1] ?? "";
				if (thingName === "faulty") throw new TypeError("a fault of this service");
				if (payload.length > longestParrot) {
					refuse("parrot-too-long", `The payload has ${payload.length} bytes: the limit is ${longestParrot}`);
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
