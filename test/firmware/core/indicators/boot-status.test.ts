import assert from "node:assert/strict";
import { bareBoard } from "../../../../firmware/core/bare-board.js";
import { BootStatus } from "../../../../firmware/core/indicators/boot-status.js";
import { firmwareVersion } from "../../../../firmware/core/version.js";
import { DeviceError } from "../../../../firmware/ports/errors.js";
import { VirtualTime } from "../../../fakes/virtual-time.js";

const board = { ...bareBoard("esp32c3", "0123456789ab"), resetReason: "watchdog" } as const;

describe("the report after a start", () => {
	it("tells why the device started, since when it runs, and what it is", () => {
		const time = new VirtualTime();
		time.skip(500);
		const status = new BootStatus(board, time);
		time.skip(12_499);
		assert.deepEqual(JSON.parse(status.take({ again: false }) ?? ""), {
			resetReason: "watchdog",
			uptimeSeconds: 12,
			lastError: null,
			firmware: firmwareVersion,
			model: "esp32c3",
			serialNumber: "0123456789ab",
		});
	});

	it("tells code and message of the last error, in at most 200 characters, and not its cause", () => {
		const status = new BootStatus(board, new VirtualTime());
		status.lastError = new DeviceError("network-refused", "x".repeat(300), new Error("secret"));
		const report = status.take({ again: false }) ?? "";
		assert.deepEqual(JSON.parse(report).lastError, { code: "network-refused", message: "x".repeat(200) });
		assert.doesNotMatch(report, /secret/);
	});

	it("is given once, unless it is wanted again", () => {
		const status = new BootStatus(board, new VirtualTime());
		assert.notEqual(status.take({ again: false }), undefined);
		assert.equal(status.take({ again: false }), undefined);
		assert.notEqual(status.take({ again: true }), undefined);
	});
});
