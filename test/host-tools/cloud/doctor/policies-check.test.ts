import assert from "node:assert/strict";
import { cloudFound } from "../../../../host-tools/cloud/doctor/cloud-found.js";
import { policiesCheck } from "../../../../host-tools/cloud/doctor/policies-check.js";
import { TestControlPlane } from "../../emulator/http/test-control-plane.js";

describe("doctor: policies", () => {
	it("names one in which cloud lint finds something", async () => {
		const plane = await TestControlPlane.start();
		try {
			const found = cloudFound();
			const endpointUrl = `http://127.0.0.1:${plane.server.port}`;
			const settings = { endpointUrl, region: undefined, profile: undefined, hasEnvironmentCredentials: false };
			found.account.give({ client: plane.iot, settings, region: "us-east-1" });
			found.credentials.give(true);
			const look = () => policiesCheck(found).run(new AbortController().signal);
			const good = await look();
			assert.deepEqual([good.status, good.facts], ["ok", { policies: 0, wrong: 0 }]);
			const Statement = [{ Effect: "Allow", Action: "iot:*", Resource: "*" }];
			plane.registry.policies.createPolicy("open", JSON.stringify({ Version: "2012-10-17", Statement }));
			const bad = await look();
			assert.deepEqual([bad.status, bad.facts], ["warn", { policies: 1, wrong: 1 }]);
			assert.match(bad.message, /^open: /);
		} finally {
			await plane.close();
		}
	});
});
