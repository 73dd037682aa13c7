import assert from "node:assert/strict";
import { loadSerialPort } from "../../../../host-tools/board/serial/load-serialport.js";

describe("loadSerialPort", () => {
	it("is installation-incomplete, with a way around, where the optional dependency is not there", async () => {
		await assert.rejects(loadSerialPort("no-such-package"), {
			code: "installation-incomplete",
			next: /npm install serialport/,
		});
	});
});
