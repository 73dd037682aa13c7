import assert from "node:assert/strict";
import { redact } from "../../../../host-tools/board/identity/redact.js";

describe("redact", () => {
	it("hides by name, at any depth, and says whether there is something", () => {
		const value = { ssid: "a", password: "x", deep: [{ apiKey: "y", keyOrigin: "device", token: "" }], key: "z" };
		const expected = {
			ssid: "a",
			password: "(set)",
			deep: [{ apiKey: "(set)", keyOrigin: "device", token: "(empty)" }],
			key: "(set)",
		};
		assert.deepEqual(redact(value), expected);
	});
});
