import assert from "node:assert/strict";
import { Session } from "../../../../firmware/core/connection/session.js";
import { IdentityStore } from "../../../../firmware/core/identity/identity-store.js";
import { provision } from "../../../../firmware/core/provisioning/provision.js";
import { Scope } from "../../../../firmware/core/scope.js";
import { defaultTimeouts } from "../../../../firmware/core/timeouts.js";
import { nodeTextCodec } from "../../../../host-tools/virtual-device/node-text-codec.js";
import { NorCells, NorFlash } from "../../../fakes/nor-flash.js";
import { RecordingLog } from "../../../fakes/recording-log.js";
import { ScriptedMqttClient } from "../../../fakes/scripted-mqtt-client.js";
import { VirtualTime } from "../../../fakes/virtual-time.js";
import { claimBootstrap, fakeSettings, settle } from "../../../support/fake-device.js";

const create = "$aws/certificates/create/json";
const register = "$aws/provisioning-templates/thingsmith/provision/json";
const der = Buffer.of(0x30, 0x01, 0x07).toString("base64");
const pem = (label: string) => `-----BEGIN ${label}-----\n${der}\n-----END ${label}-----\n`;
const certificateReply = {
	certificateId: "ab".repeat(32),
	certificatePem: pem("CERTIFICATE"),
	privateKey: pem("PRIVATE KEY"),
	certificateOwnershipToken: "token-1",
};
const claim = { certificate: Uint8Array.of(0x30, 0), privateKey: Uint8Array.of(0x30, 0), expiresAt: undefined };

async function begin() {
	const scope = new Scope(new VirtualTime());
	const client = new ScriptedMqttClient();
	const none = new Uint8Array(0);
	const credential = { rootCa: none, certificate: none, privateKey: none };
	const options = { host: "h", port: 1, clientId: "c", keepAliveSeconds: 60, ...credential };
	const opening = Session.open(client, options, scope, defaultTimeouts);
	client.connect();
	const session = await opening;
	const store = new IdentityStore(
		new NorFlash({ cells: new NorCells(new Uint8Array(0x8000).fill(0xff)) }),
		nodeTextCodec,
	);
	store.install(claimBootstrap(claim));
	const log = new RecordingLog();
	const keyMaker = { makeKey: () => Promise.reject(new Error("not asked for")) };
	const done = provision({ settings: fakeSettings(), store, session, keyMaker, text: nodeTextCodec, log });
	return { client, store, log, done, end: () => scope.close() };
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
		assert.equal(store.staged?.ownershipToken, "token-1");
		assert.equal(store.staged?.thingName, undefined);
		assert.deepEqual(log.events, ["key.received", "identity.staged"]);
		assert.deepEqual(JSON.parse(client.published[1]?.text ?? ""), {
			certificateOwnershipToken: "token-1",
			parameters: { SerialNumber: "42" },
		});
		client.message(`${register}/accepted`, '{"deviceConfiguration":{},"thingName":"pump-7"}');
		await done;
		assert.equal(store.ownCredential?.thingName, "pump-7");
		assert.equal(client.published[1]?.topic, register);
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
		assert.equal(store.staged, undefined);
		end();
	});
});
