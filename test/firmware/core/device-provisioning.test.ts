import assert from "node:assert/strict";
import type { CloudFault } from "../../fakes/fake-cloud.js";
import { fakePair } from "../../fakes/fake-pair.js";
import type { RecordingLog } from "../../fakes/recording-log.js";
import { deviceBench } from "../../support/device-bench.js";
import { settle } from "../../support/fake-device.js";

const createTopic = "$aws/certificates/create/json";
const registerTopic = "$aws/provisioning-templates/thingsmith/provision/json";
const rejection = (statusCode: number): CloudFault => ({ statusCode, errorCode: "Code", errorMessage: "AWS's words" });
const retries = (log: RecordingLog) =>
	log.entries.filter(({ event }) => event === "retry").map(({ fields }) => fields.code);

/** Faults for requests on `topic`, one after the other; then all is well. */
function faultsOn(topic: string, ...faults: CloudFault[]) {
	return (asked: string) => (asked === topic ? faults.shift() : undefined);
}

describe("a device that provisions itself", () => {
	it("reports an expired claim with its age, and stops", async () => {
		const bench = deviceBench();
		bench.cloud.time.skip(300_000 + 42_000);
		const started = bench.boot();
		assert.ok(await bench.reach(started, "failed"));
		const { code, message } = started.log.last("failed")?.fields ?? {};
		assert.equal(code, "claim-expired");
		assert.match(String(message), /expired 42 s ago/);
		assert.equal(started.log.last("claim.found")?.fields.secondsLeft, -42);
		assert.deepEqual([bench.cloud.time.pending, started.mqtt.openConnections], [0, 0]);
		await started.device.stop();
	});

	for (const [topic, name] of [
		[createTopic, "the certificate request"],
		[registerTopic, "RegisterThing"],
	] as const) {
		for (const statusCode of [400, 403]) {
			it(`fails for good when ${name} is rejected with ${statusCode}, saying what AWS said`, async () => {
				const bench = deviceBench();
				bench.cloud.faults.answer = faultsOn(topic, rejection(statusCode));
				const started = bench.boot();
				assert.ok(await bench.reach(started, "failed"));
				const { code, message } = started.log.last("failed")?.fields ?? {};
				assert.equal(code, "provisioning-rejected");
				assert.match(String(message), new RegExp(`${statusCode}.*AWS's words`));
				assert.deepEqual([bench.cloud.time.pending, started.mqtt.openConnections], [0, 0]);
				await started.device.stop();
			});
		}

		for (const statusCode of [429, 500]) {
			it(`tries again when ${name} is rejected with ${statusCode}`, async () => {
				const bench = deviceBench();
				bench.cloud.faults.answer = faultsOn(topic, rejection(statusCode), rejection(statusCode));
				const started = bench.boot();
				assert.ok(await bench.reach(started, "online"));
				assert.deepEqual(retries(started.log), ["provisioning-throttled", "provisioning-throttled"]);
				await started.device.stop();
			});
		}
	}

	it("asks for another key when the reply with the first was lost", async () => {
		const bench = deviceBench();
		bench.cloud.faults.answer = faultsOn(createTopic, "lost");
		const started = bench.boot();
		assert.ok(await bench.reach(started, "online"));
		assert.deepEqual(retries(started.log), ["timeout"]);
		const { status, thingName } = bench.cloud.certificates[0] ?? {};
		assert.deepEqual([status, thingName], ["PENDING_ACTIVATION", undefined]);
		await started.device.stop();
	});

	it("registers the same certificate again, with the same token, when the reply was lost", async () => {
		const bench = deviceBench();
		bench.cloud.faults.answer = faultsOn(registerTopic, "lost");
		const started = bench.boot();
		assert.ok(await bench.reach(started, "online"));
		assert.deepEqual(retries(started.log), ["timeout"]);
		assert.equal(bench.cloud.certificates.length, 1);
		const tokens = bench.cloud.requests.map(({ body }) => body.certificateOwnershipToken);
		assert.equal(tokens.length, 3);
		assert.equal(tokens[1], tokens[2]);
		await started.device.stop();
	});

	it("starts over with the claim when a token from before a restart is refused", async () => {
		const bench = deviceBench({ cloud: { tokenReplay: "refused" } });
		bench.cloud.faults.answer = faultsOn(registerTopic, "lost");
		const first = bench.boot();
		assert.ok(await bench.reach(first, "backing-off"));
		await first.device.stop();
		const second = bench.boot();
		assert.ok(await bench.reach(second, "online"));
		assert.deepEqual(retries(second.log), ["token-refused"]);
		// On a connection of its own: a late second delivery of the rejection must not meet the fresh token.
		assert.equal(second.log.events.filter((event) => event === "claim.connected").length, 2);
		const identity = bench.stored().current?.certificateId;
		assert.equal(identity, bench.cloud.certificates[1]?.certificateId);
		await second.device.stop();
	});

	it("never gives up a staged identity that is refused for a while: attachment is eventually consistent", async () => {
		const bench = deviceBench();
		let refusals = 0;
		bench.cloud.faults.refuse = (clientId) => clientId === "thing-42" && refusals++ < 8;
		const started = bench.boot();
		assert.ok(await bench.reach(started, "online"));
		assert.deepEqual(retries(started.log), new Array(8).fill("connection-refused"));
		assert.equal(bench.cloud.certificates.length, 1);
		assert.equal(bench.cloud.requests.length, 2);
		assert.deepEqual(started.log.states.filter((state) => state === "provisioning").length, 1);
		await started.device.stop();
	});

	it("reports an expired claim when it was refused until then", async () => {
		const bench = deviceBench();
		bench.cloud.faults.refuse = () => true;
		const started = bench.boot();
		assert.ok(await bench.reach(started, "failed"));
		assert.equal(started.log.last("failed")?.fields.code, "claim-expired");
		const delays = started.log.entries.flatMap(({ fields }) =>
			fields.delayMs === undefined ? [] : [Number(fields.delayMs)],
		);
		assert.ok(delays.length > 15, `${delays.length} tries in five minutes`);
		assert.ok(delays.every((delay) => delay >= 1000 && delay <= 15_000));
		await started.device.stop();
	});

	it("sends a request for a certificate when it makes its own key", async () => {
		const bench = deviceBench({ settings: { keyOrigin: "device" } });
		const certificateSigningRequest = "-----BEGIN CERTIFICATE REQUEST";
		const made = { privateKey: fakePair(certificateSigningRequest).privateKey, certificateSigningRequest };
		const started = bench.boot({ keyMaker: { makeKey: () => Promise.resolve(made) } });
		assert.ok(await bench.reach(started, "online"));
		assert.deepEqual(bench.cloud.requests[0], {
			topic: "$aws/certificates/create-from-csr/json",
			body: { certificateSigningRequest: made.certificateSigningRequest },
		});
		assert.deepEqual([...(bench.stored().current?.privateKey ?? [])], [...made.privateKey]);
		await started.device.stop();
	});

	it("tries again when it could not make its own key", async () => {
		const bench = deviceBench({ settings: { keyOrigin: "device" } });
		const started = bench.boot();
		assert.ok(await bench.reach(started, "backing-off"));
		assert.deepEqual(retries(started.log), ["internal"]);
		await started.device.stop();
	});

	it("does not wait for ever for a key, and stops in the middle of making one", async () => {
		const bench = deviceBench({ settings: { keyOrigin: "device" } });
		const started = bench.boot({ keyMaker: { makeKey: () => new Promise(() => {}) } });
		assert.ok(await bench.reach(started, "backing-off"));
		assert.deepEqual(retries(started.log), ["timeout"]);
		assert.ok(await bench.reach(started, "provisioning"));
		await settle();
		await started.device.stop();
		assert.deepEqual([bench.cloud.time.pending, started.mqtt.openConnections], [0, 0]);
	});
});
