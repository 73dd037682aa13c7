import assert from "node:assert/strict";
import { bareBoard } from "../../../../firmware/core/bare-board.js";
import { bootReport } from "../../../../firmware/core/indicators/boot-report.js";
import { DeviceError } from "../../../../firmware/ports/errors.js";

const board = { ...bareBoard("esp32c3", "0123456789ab"), resetReason: "watchdog" } as const;

describe("bootReport", () => {
	it("tells why the device started, since when it runs, and what it is", () => {
		const report = bootReport({ board, startedAt: 500, now: 12_999, lastError: undefined, firmware: "0.1.0" });
		assert.deepEqual(report, {
			resetReason: "watchdog",
			uptimeSeconds: 12,
			lastError: null,
			firmware: "0.1.0",
			model: "esp32c3",
			serialNumber: "0123456789ab",
		});
	});

	it("tells code and message of the last error, in at most 200 characters, and not its cause", () => {
		const lastError = new DeviceError("network-refused", "x".repeat(300), new Error("secret"));
		const report = bootReport({ board, startedAt: 0, now: 0, lastError, firmware: "0.1.0" });
		assert.deepEqual(report.lastError, { code: "network-refused", message: "x".repeat(200) });
		assert.doesNotMatch(JSON.stringify(report), /secret/);
	});
});
