import assert from "node:assert/strict";
import {
	CreatePolicyCommand,
	CreatePolicyVersionCommand,
	DescribeEventConfigurationsCommand,
	DetachPolicyCommand,
	GetPolicyCommand,
	ListTagsForResourceCommand,
	UpdateEventConfigurationsCommand,
	UpdateThingGroupCommand,
} from "@aws-sdk/client-iot";
import { points } from "../../../support/exhaustive.js";
import { AccountBench, Killed } from "./account-bench.js";

const denyAll = JSON.stringify({
	Version: "2012-10-17",
	Statement: [{ Effect: "Deny", Action: "iot:*", Resource: "*" }],
});

const arn = (resource: string) => `arn:aws:iot:us-east-1:000000000000:${resource}`;

describe("cloud apply", () => {
	let bench: AccountBench;
	beforeEach(async () => {
		bench = await AccountBench.start();
	});
	afterEach(() => bench.close());

	it("makes what is planned, and then there is nothing to do", async () => {
		const planned = await bench.plan({});
		assert.ok(planned.includes("create thingsmith") && planned.includes("update fleet indexing"), planned.join());
		const events = await bench.apply({});
		const done = events.flatMap((event) => (event.event === "cloud-step" && event.phase === "done" ? event.name : []));
		assert.equal(done.length, planned.length);
		assert.deepEqual(await bench.plan({}), []);
		assert.deepEqual(await bench.apply({}), []);
	});

	it("tags what it makes", async () => {
		await bench.apply({ project: "acme", environment: "test" });
		for (const resource of ["policy/acme-test-device", "thinggroup/acme-test-fleet", "rule/acme_test_presence"]) {
			const { tags = [] } = await bench.plane.iot.send(new ListTagsForResourceCommand({ resourceArn: arn(resource) }));
			assert.ok(
				tags.some(({ Key, Value }) => Key === "thingsmith:project" && Value === "acme-test"),
				resource,
			);
		}
	});

	it("tells what was changed by hand from what the project changed, and mends both", async () => {
		await bench.apply({});
		await bench.plane.iot.send(
			new CreatePolicyVersionCommand({ policyName: "thingsmith-device", policyDocument: denyAll, setAsDefault: true }),
		);
		await bench.plane.iot.send(
			new UpdateThingGroupCommand({
				thingGroupName: "thingsmith-fleet",
				thingGroupProperties: { thingGroupDescription: "mine" },
			}),
		);
		await bench.plane.iot.send(
			new DetachPolicyCommand({ policyName: "thingsmith-quarantine", target: arn("thinggroup/thingsmith-quarantine") }),
		);
		const changed = { topics: ["dt/{thingName}/*"] };
		const drifting = await bench.run(changed, async (account) => {
			const { steps } = await account.plan();
			return steps
				.filter(({ action }) => action !== "none")
				.map(({ resource, action, drift }) => [resource.id, action, drift]);
		});
		assert.deepEqual(drifting, [
			["DevicePolicy", "update", false],
			["WatcherPolicy", "update", false],
			["FleetGroup", "update", true],
			["QuarantineGroupPolicy", "create", false],
		]);
		await bench.apply(changed);
		assert.deepEqual(await bench.plan(changed), []);
	});

	it("changes a policy as often as one likes, though it may have five versions", async () => {
		for (let count = 0; count < 8; count += 1) await bench.apply({ topics: [`v${count}/{thingName}`] });
		assert.deepEqual(await bench.plan({ topics: ["v7/{thingName}"] }), []);
	});

	it("changes a template as often as one likes, though it may have five versions", async () => {
		for (let count = 0; count < 8; count += 1) await bench.apply({ attributes: { model: `v${count}` } });
		assert.deepEqual(await bench.plan({ attributes: { model: "v7" } }), []);
	});

	it("leaves alone what AWS cannot change, and says what to do", async () => {
		await bench.apply({});
		const other = { thingType: { description: "another" } };
		await bench.run(other, async (account) => {
			const { leftAlone } = await account.plan();
			const [first] = leftAlone.filter(({ why }) => why === "unchangeable");
			assert.match(String(first?.reason), /is "Reports temperature", and AWS cannot change it: give thingType.name/);
		});
		assert.deepEqual(await bench.plan(other), []);
	});

	it("removes what the project no longer wants, and switches off only what it has switched on", async () => {
		await bench.plane.iot.send(
			new UpdateEventConfigurationsCommand({ eventConfigurations: { THING: { Enabled: true } } }),
		);
		await bench.apply({});
		const without = { monitoring: { history: false, audit: false, detect: false } };
		assert.deepEqual(
			new Set(await bench.plan(without)),
			new Set([
				"delete thingsmith_presence",
				"delete thingsmith_things",
				"delete thingsmith_jobs",
				"delete thingsmith_job_executions",
				"delete thingsmith-weekly",
				"delete audit configuration",
				"delete thingsmith-device",
			]),
		);
		await bench.apply(without);
		assert.deepEqual(await bench.plan(without), []);
		await bench.destroy({});
		const { eventConfigurations = {} } = await bench.plane.iot.send(new DescribeEventConfigurationsCommand({}));
		assert.equal(eventConfigurations.THING?.Enabled, true, "it was on before");
	});

	it("refuses before it changes anything where somebody else's resource has the name", async () => {
		await bench.plane.iot.send(new CreatePolicyCommand({ policyName: "thingsmith-device", policyDocument: denyAll }));
		await assert.rejects(bench.apply({}), { code: "account-conflict", message: /AWS::IoT::Policy thingsmith-device/ });
		const policies = [...bench.plane.registry.policies.listPolicies()].map(({ policyName }) => policyName);
		assert.deepEqual(policies, ["thingsmith-device"]);
		await assert.doesNotReject(bench.destroy({}));
		const kept = await bench.plane.iot.send(new GetPolicyCommand({ policyName: "thingsmith-device" }));
		assert.equal(kept.policyDocument, denyAll);
	});

	it("goes on without Detect in an account that may not have it, and says so", async () => {
		await bench.close();
		bench = await AccountBench.start({ behaviour: { detect: "new-account" } });
		const events = await bench.apply({});
		const refused = events.filter((event) => event.event === "cloud-step" && event.phase === "refused");
		assert.deepEqual(
			refused.map((event) => event.event === "cloud-step" && event.name),
			["thingsmith-device"],
		);
		assert.deepEqual(await bench.plan({}), ["create thingsmith-device"]);
	});

	it("refuses another account than the project's", async () => {
		await assert.rejects(bench.plan({ accountId: "123456789012" }), { code: "account-mismatch" });
	});

	it("comes to the same end when it is killed at any call and begun again", async () => {
		await bench.apply({});
		const { calls } = bench;
		const ends: string[] = [];
		let kills = 0;
		for (const sent of [true, false]) {
			for (const after of points(calls, 10)) {
				const killed = await AccountBench.start();
				try {
					await killed.apply({}, { after, sent }).then(
						// What is only kept for the next plan does not fail a run that has done all.
						() => assert.ok(after > calls - 3, `nothing was killed at ${after}`),
						(error: Error) => assert.ok(error instanceof Killed || error.cause !== undefined, String(error)),
					);
					kills += 1;
					await killed.apply({});
					const left = await killed.plan({});
					if (left.length > 0) ends.push(`${after}: ${left.join()}`);
					const policies = [...killed.plane.registry.policies.listPolicies()];
					assert.equal(policies.length, 4);
				} finally {
					await killed.close();
				}
			}
		}
		assert.deepEqual(ends, []);
		assert.ok(kills > 10, `${kills} kill points`);
		process.stderr.write(`cloud apply: killed at ${kills} of ${2 * calls} points, the same end each time\n`);
	}).timeout(600_000);
});
