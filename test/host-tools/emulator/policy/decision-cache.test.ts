import assert from "node:assert/strict";
import { DecisionCache } from "../../../../host-tools/emulator/policy/decision-cache.js";

describe("DecisionCache", () => {
	it("tells actions on one name apart, and forgets all when it is told to or full", () => {
		const cache = new DecisionCache();
		cache.set("iot:Publish", "a", false);
		cache.set("iot:Receive", "a", true);
		cache.set("iot:Connect", "a", true);
		const known = (name: string) =>
			(["iot:Publish", "iot:Receive", "iot:Subscribe", "iot:Connect"] as const).map((action) =>
				cache.get(action, name),
			);
		assert.deepEqual(known("a"), [false, true, undefined, undefined]);
		cache.clear();
		assert.deepEqual(known("a"), [undefined, undefined, undefined, undefined]);
		for (let n = 0; n < 600; n++) cache.set("iot:Publish", String(n), true);
		assert.equal(cache.get("iot:Publish", "0"), undefined);
		assert.equal(cache.get("iot:Publish", "599"), true);
	});
});
