import assert from "node:assert/strict";
import { loadLambda } from "../../../support/lambda.js";

/** As AWS IoT asks it (docs/aws-behaviour.md, "Pre-provisioning hooks"). */
const event = (clientId: unknown, ThingName: unknown) => ({
	claimCertificateId: "a1",
	certificateId: "b2",
	certificatePem: "-----BEGIN CERTIFICATE-----",
	templateArn: "arn:aws:iot:us-east-1:123456789012:provisioningtemplate/plant-rotation",
	clientId,
	parameters: { ThingName },
});

describe("rotation-hook", () => {
	it("lets a device ask for itself, and logs it", async () => {
		const hook = loadLambda("rotation-hook");
		assert.deepEqual(await hook.call(event("plant-1", "plant-1")), { allowProvisioning: true });
		assert.deepEqual(hook.log, [
			{ event: "rotation.allowed", clientId: "plant-1", thingName: "plant-1", reason: "it asks for itself" },
		]);
	});

	for (const [why, asked] of [
		["another's thing", event("plant-1", "plant-2")],
		["a thing whose name begins alike", event("plant-1", "plant-10")],
		["a name in other letters", event("plant-1", "PLANT-1")],
		["nothing", event("", "")],
		["what is no name", event(["plant-1"], ["plant-1"])],
		["no thing by nobody", event(undefined, undefined)],
		["without parameters", { clientId: "plant-1" }],
		["by no event", undefined],
		["by null", { clientId: "plant-1", parameters: null }],
	] as const) {
		it(`refuses who asks for ${why}, cold, and warm after a device that was let`, async () => {
			const cold = loadLambda("rotation-hook");
			assert.deepEqual(await cold.call(asked), { allowProvisioning: false });
			const warm = loadLambda("rotation-hook");
			const allowed = (await warm.call(event("plant-1", "plant-1"))) as { allowProvisioning: boolean };
			assert.deepEqual(await warm.call(asked), { allowProvisioning: false });
			assert.equal(allowed.allowProvisioning, true);
		});
	}

	it("logs no more of a name than names may have", async () => {
		const hook = loadLambda("rotation-hook");
		await hook.call(event("x".repeat(10_000), "\n".repeat(10_000)));
		assert.equal(String(hook.log[0]?.clientId).length, 128);
		assert.equal(hook.log.length, 1);
	});
});
