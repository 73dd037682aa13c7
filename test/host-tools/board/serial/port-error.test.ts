import assert from "node:assert/strict";
import { openError } from "../../../../host-tools/board/serial/port-error.js";

const code = (message: string, platform: NodeJS.Platform) => openError("P", new Error(message), platform).code;

describe("openError", () => {
	it("knows what serialport says on each system", () => {
		assert.equal(code("Error: No such file or directory, cannot open P", "linux"), "port-missing");
		assert.equal(code("Error: Permission denied, cannot open P", "linux"), "port-forbidden");
		assert.equal(code("Error: Device or resource busy, cannot open P", "linux"), "port-busy");
		assert.equal(code("Error Resource temporarily unavailable Cannot lock port", "linux"), "port-busy");
		assert.equal(code("Opening P: File not found", "win32"), "port-missing");
		assert.equal(code("Opening P: Access denied", "win32"), "port-busy");
		assert.equal(code("Error: Is a directory, cannot open P", "linux"), "port-missing");
		assert.equal(code("Error: something new", "darwin"), "port-missing");
	});

	it("says that a file or directory is no port", () => {
		for (const words of ["Is a directory, cannot open P", "Inappropriate ioctl for device setting custom baud rate"]) {
			assert.match(openError("P", new Error(words), "linux").message, /is no serial port/);
		}
	});

	it("names the group on Linux", () => {
		assert.match(openError("P", new Error("Permission denied"), "linux").next ?? "", /dialout.*uucp/);
	});
});
