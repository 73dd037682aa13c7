import assert from "node:assert/strict";
import { resetReason } from "../../../../firmware/adapters/esp32/reset-reasons.js";

describe("resetReason", () => {
	it("knows ESP-IDF's numbers, and calls others unknown", () => {
		assert.equal(resetReason(1), "power-on");
		assert.equal(resetReason(4), "crash");
		assert.equal(resetReason(6), "watchdog");
		assert.equal(resetReason(9), "brownout");
		assert.equal(resetReason(99), "unknown");
	});
});
