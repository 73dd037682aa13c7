import assert from "node:assert/strict";
import { resolveHost } from "../../../../host-tools/cloud/doctor/resolve-host.js";
import { within } from "../../../support/deadline.js";
import { type DnsBehaviour, DnsServer } from "../../../support/dns-server.js";

const { signal } = new AbortController();

async function resolve(behaviour: DnsBehaviour, answerMs?: number, end = signal): Promise<readonly string[]> {
	const server = await DnsServer.start(behaviour);
	try {
		const { resolver } = server;
		return await within(resolveHost("cloud.test", { signal: end, resolver, answerMs }), "an answer");
	} finally {
		assert.equal(server.questions, 1);
		server.close();
	}
}

describe("resolveHost", () => {
	it("gives the addresses that the name server knows", async () => {
		assert.deepEqual(await resolve({ address: "192.0.2.7" }), ["192.0.2.7"]);
	});

	it("says whether there is no such name, or no answer", async () => {
		await assert.rejects(resolve("no-such-name"), { step: "dns", code: "dns-unknown", message: /cloud\.test/ });
		await assert.rejects(resolve("fails"), { step: "dns", code: "dns-silent", message: /ESERVFAIL/ });
		await assert.rejects(resolve("silent", 50), { step: "dns", code: "dns-silent", next: /nslookup cloud\.test/ });
	});

	it("asks nobody for an address", async () => {
		const options = { signal, resolver: () => Promise.reject(new Error("asked")) };
		assert.deepEqual(await resolveHost("127.0.0.1", options), ["127.0.0.1"]);
		assert.deepEqual(await resolveHost("::1", options), ["::1"]);
	});

	it("takes an empty answer for an unknown name", async () => {
		await assert.rejects(resolveHost("cloud.test", { signal, resolver: async () => [] }), { code: "dns-unknown" });
	});

	it("ends at the signal while a name server says nothing", async () => {
		const stop = new AbortController();
		setImmediate(() => stop.abort());
		const waiting = resolveHost("cloud.test", { signal: stop.signal, resolver: () => new Promise(() => undefined) });
		await assert.rejects(within(waiting, "the end"), { code: "interrupted" });
	});
});
