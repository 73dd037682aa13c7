import assert from "node:assert/strict";
import { provision } from "../../../../firmware/core/activities/provision.js";
import { fakePair } from "../../../fakes/fake-pair.js";
import { connectionBench } from "../../../support/connection-bench.js";
import { claimBootstrap, settle } from "../../../support/fake-device.js";

const create = "$aws/certificates/create/json";
const register = "$aws/provisioning-templates/thingsmith/provision/json";
const pem = (label: string, der: Uint8Array) =>
	`-----BEGIN ${label}-----\n${Buffer.from(der).toString("base64")}\n-----END ${label}-----\n`;
const pair = fakePair("own");
const certificateReply = {
	certificateId: "ab".repeat(32),
	certificatePem: pem("CERTIFICATE", pair.certificate),
	privateKey: pem("PRIVATE KEY", pair.privateKey),
	certificateOwnershipToken: "token-1",
};
const claim = { certificate: Uint8Array.of(0x30, 0), privateKey: Uint8Array.of(0x30, 0), expiresAt: undefined };

async function begin() {
	const bench = await connectionBench(claimBootstrap(claim));
	return { ...bench, done: provision(bench.context) };
}

describe("the provisioning conversation", () => {
	it("publishes nothing before the SUBACK of all four reply topics", async () => {
		const { client, done, end } = await begin();
		await settle();
		assert.deepEqual(client.subscribed, [
			[`${create}/accepted`, `${create}/rejected`, `${register}/accepted`, `${register}/rejected`],
		]);
		assert.deepEqual(client.published, []);
		client.suback.resolve([1, 1, 1, 1]);
		await settle();
		assert.deepEqual(client.published, [{ topic: create, text: "{}" }]);
		end();
		await assert.rejects(done, { code: "closed" });
	});

	it("has certificate, key and token in flash before it asks for the thing", async () => {
		const { client, store, log, done, end } = await begin();
		client.suback.resolve([1, 1, 1, 1]);
		await settle();
		client.message(`${create}/accepted`, JSON.stringify(certificateReply));
		await settle();
		assert.equal(store.candidate?.ownershipToken, "token-1");
		assert.equal(store.candidate?.thingName, undefined);
		assert.deepEqual(log.events, ["key.received", "identity.staged"]);
		assert.deepEqual(JSON.parse(client.published[1]?.text ?? ""), {
			certificateOwnershipToken: "token-1",
			parameters: { SerialNumber: "42" },
		});
		client.message(`${register}/accepted`, '{"deviceConfiguration":{},"thingName":"pump-7"}');
		await done;
		assert.equal(store.credential?.thingName, "pump-7");
		assert.equal(client.published[1]?.topic, register);
		end();
	});

	it("takes a thing whose DeviceConfiguration is longer than its memory", async () => {
		const { client, store, done, end } = await begin();
		client.suback.resolve([1, 1, 1, 1]);
		await settle();
		client.message(`${create}/accepted`, JSON.stringify(certificateReply));
		await settle();
		const deviceConfiguration = { ladder: '"'.repeat(60_000) };
		client.message(`${register}/accepted`, JSON.stringify({ deviceConfiguration, thingName: "pump-7" }));
		await done;
		assert.equal(store.credential?.thingName, "pump-7");
		end();
	});

	it("asks for nothing when a reply topic is refused", async () => {
		const { client, done, end } = await begin();
		client.suback.resolve([1, 1, 1, 0x80]);
		await assert.rejects(done, { code: "subscription-refused", message: /provision\/json\/rejected/ });
		assert.deepEqual(client.published, []);
		end();
	});

	it("stages nothing of a reply that is not sound", async () => {
		const { client, store, done, end } = await begin();
		client.suback.resolve([1, 1, 1, 1]);
		await settle();
		const { privateKey: _, ...keyless } = certificateReply;
		client.message(`${create}/accepted`, JSON.stringify(keyless));
		await assert.rejects(done, { code: "reply-invalid" });
		assert.equal(store.candidate, undefined);
		end();
	});
});
