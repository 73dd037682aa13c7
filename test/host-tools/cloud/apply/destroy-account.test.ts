import assert from "node:assert/strict";
import {
	AddThingToThingGroupCommand,
	AttachPolicyCommand,
	AttachThingPrincipalCommand,
	CreateThingCommand,
	RegisterCertificateWithoutCACommand,
} from "@aws-sdk/client-iot";
import { points } from "../../../support/exhaustive.js";
import { testPki } from "../../../support/test-pki.js";
import { AccountBench, Killed } from "./account-bench.js";

describe("cloud destroy", () => {
	let bench: AccountBench;
	beforeEach(async () => {
		bench = await AccountBench.start();
	});
	afterEach(() => bench.close());

	/** What is there of everything that a project can make. */
	function leftIn({ plane: { registry } }: AccountBench): readonly string[] {
		return [
			...[...registry.policies.listPolicies()].map(({ policyName }) => `policy ${policyName}`),
			...[...registry.templates.listProvisioningTemplates()].map(({ templateName }) => `template ${templateName}`),
			...[...registry.thingTypes.listThingTypes()].map(({ thingTypeName }) => `type ${thingTypeName}`),
			...[...registry.thingGroups.listThingGroups()].map(({ thingGroupName }) => `group ${thingGroupName}`),
			...[...registry.things.listThings()].map(({ thingName }) => `thing ${thingName}`),
		];
	}

	async function addDevice(): Promise<void> {
		const { iot } = bench.plane;
		const [{ certificatePem }] = (await testPki()).clients;
		const registered = await iot.send(new RegisterCertificateWithoutCACommand({ certificatePem, status: "ACTIVE" }));
		const principal = registered.certificateArn;
		const thingName = "thingsmith-1";
		await iot.send(new CreateThingCommand({ thingName, thingTypeName: "thingsmith-device" }));
		await iot.send(new AddThingToThingGroupCommand({ thingName, thingGroupName: "thingsmith-fleet" }));
		await iot.send(new AttachThingPrincipalCommand({ thingName, principal }));
		await iot.send(new AttachPolicyCommand({ policyName: "thingsmith-device", target: principal }));
	}

	it("leaves nothing, and waits for what AWS deletes after five minutes only", async () => {
		await bench.apply({});
		const events = await bench.destroy({});
		assert.ok(events.some((event) => event.event === "cloud-step" && event.phase === "waiting"));
		assert.deepEqual(leftIn(bench), []);
		assert.deepEqual(await bench.destroy({}), []);
	});

	it("changes nothing while there are devices; with --things they go first, with their certificates", async () => {
		await bench.apply({});
		await addDevice();
		await assert.rejects(bench.destroy({}), { code: "account-not-empty", message: /thingsmith-1/ });
		assert.deepEqual(await bench.plan({}), []);
		await bench.destroy({}, true);
		assert.deepEqual(leftIn(bench), []);
		assert.deepEqual([...bench.plane.registry.certificates.listCertificates()], []);
	});

	it("leaves settings that another project of the account has, too", async () => {
		await bench.apply({});
		await bench.apply({ project: "acme" });
		assert.deepEqual(await bench.plan({}), []);
		assert.deepEqual(await bench.plan({ project: "acme" }), []);
		await bench.destroy({});
		assert.deepEqual(await bench.plan({ project: "acme" }), []);
		await bench.destroy({ project: "acme" });
		assert.deepEqual(leftIn(bench), []);
	});

	it("comes to the same end from wherever apply or destroy was killed", async () => {
		await bench.apply({});
		const { calls } = bench;
		const counted = await bench.destroy({}).then(() => bench.calls);
		let kills = 0;
		for (const after of points(Math.max(calls, counted), 8)) {
			for (const halfMade of [true, false]) {
				const killed = await AccountBench.start();
				const ended = (error: Error) => assert.ok(error instanceof Killed || error.cause !== undefined, String(error));
				try {
					if (halfMade) {
						await killed.apply({}, { after, sent: true }).catch(ended);
					} else {
						await killed.apply({});
						await killed.destroy({}, false, { after, sent: true }).catch(ended);
					}
					kills += 1;
					await killed.destroy({});
					assert.deepEqual(leftIn(killed), [], `${halfMade ? "apply" : "destroy"} killed at call ${after}`);
				} finally {
					await killed.close();
				}
			}
		}
		process.stderr.write(`cloud destroy: from ${kills} half-made states, nothing left\n`);
	}).timeout(600_000);
});
