import assert from "node:assert/strict";
import { thingTopic } from "../../../../firmware/core/connection/thing-topic.js";

describe("a topic of a thing", () => {
	it("has the thing's name wherever the template asks for it", () => {
		assert.equal(thingTopic("{thingName}/temperature", "pump-7"), "pump-7/temperature");
		assert.equal(thingTopic("a/{thingName}/b/{thingName}", "p"), "a/p/b/p");
		assert.equal(thingTopic("plain", "p"), "plain");
		assert.equal(thingTopic("{thingName}", "$&"), "$&");
	});

	it("has at most 256 bytes, which the bootstrap is blamed for", () => {
		assert.equal(thingTopic("{thingName}", "é".repeat(128)).length, 128);
		assert.throws(() => thingTopic("{thingName}/t", "é".repeat(128)), {
			code: "bootstrap-invalid",
			message: /topic.*258/,
		});
	});
});
