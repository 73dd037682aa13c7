import assert from "node:assert/strict";
import type { Claim } from "../../../firmware/core/bootstrap.js";
import { deviceBench } from "../../support/device-bench.js";
import { claimBootstrap } from "../../support/fake-device.js";

const password = "correct horse battery";

/** Any eight characters in a row of a secret give it away. */
function windows(secret: string): string[] {
	return Array.from({ length: Math.max(secret.length - 7, 1) }, (_, index) => secret.slice(index, index + 8));
}

function encodings(bytes: Uint8Array): string[] {
	const buffer = Buffer.from(bytes);
	// Past the DER header, which all keys share.
	return [buffer.subarray(40, 140).toString("hex"), buffer.toString("base64").slice(60, 160)];
}

describe("the log of a whole life", () => {
	it("holds no key, no token, no password and no payload, whatever went wrong", async () => {
		let claim: Claim | undefined;
		const bench = deviceBench({
			bootstrap: (cloud) => {
				claim = cloud.issueClaim();
				return claimBootstrap(claim, { wifi: { ssid: "home", password } });
			},
		});
		const registerTopic = "$aws/provisioning-templates/thingsmith/provision/json";
		const faults = ["lost", { statusCode: 429, errorCode: "Throttling", errorMessage: "Slow down" }] as const;
		let fault = 0;
		bench.cloud.faults.answer = (topic) => (topic === registerTopic ? faults[fault++] : undefined);
		const first = bench.boot();
		assert.ok(await bench.reach(first, "online"));
		first.mqtt.dropAll();
		assert.ok(await bench.readings(5));
		await first.device.stop();
		const second = bench.boot();
		assert.ok(await bench.reach(second, "online"));
		await second.device.stop();

		const key = bench.stored().current?.privateKey;
		const token = bench.cloud.requests.find(({ body }) => body.certificateOwnershipToken)?.body
			.certificateOwnershipToken;
		assert.ok(claim && key && token);
		const secrets = [password, token, ...encodings(claim.privateKey), ...encodings(key)];
		const log = JSON.stringify([first.log.entries, second.log.entries]);
		assert.ok(first.log.events.includes("retry"), "something went wrong");
		for (const secret of secrets) {
			for (const part of windows(secret)) assert.ok(!log.includes(part), "a secret is in the log");
		}
		assert.ok(!log.includes("unit"), "a payload is in the log");
	});
});
