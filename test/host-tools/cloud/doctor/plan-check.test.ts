import assert from "node:assert/strict";
import { UpdateThingGroupCommand } from "@aws-sdk/client-iot";
import { cloudFound } from "../../../../host-tools/cloud/doctor/cloud-found.js";
import { planCheck } from "../../../../host-tools/cloud/doctor/plan-check.js";
import { AccountBench } from "../apply/account-bench.js";

describe("doctor: the plan in one line", () => {
	it("says what is no longer as it was applied", async () => {
		const bench = await AccountBench.start();
		try {
			const found = cloudFound();
			found.account.give({ client: bench.plane.iot, settings: bench.aws, region: "us-east-1" });
			found.credentials.give(true);
			const look = () => planCheck(found).run(new AbortController().signal);
			assert.match((await look()).message, /was not run here/);
			await bench.apply({});
			const good = await look();
			assert.equal(good.status, "ok");
			assert.match(good.message, /^21 resources are as thingsmith.json says$/);
			const thingGroupProperties = { thingGroupDescription: "mine" };
			await bench.plane.iot.send(
				new UpdateThingGroupCommand({ thingGroupName: "thingsmith-fleet", thingGroupProperties }),
			);
			const drifted = await look();
			assert.deepEqual([drifted.status, drifted.facts], ["warn", { changes: 1, drift: 1, unchanged: 20 }]);
		} finally {
			await bench.close();
		}
	});
});
