import assert from "node:assert/strict";
import { loadSerialPort } from "../../../../host-tools/board/serial/load-serialport.js";
import { listDevicePorts, type PortsParts } from "../../../../host-tools/cli/operations/device-ports.js";

async function report(parts: PortsParts): Promise<readonly object[]> {
	const events: object[] = [];
	await listDevicePorts({ emit: (event) => void events.push(event), signal: new AbortController().signal }, parts);
	return events;
}

const load = async () => undefined;
const withoutLibrary = () => loadSerialPort("no-such-serialport");

describe("listDevicePorts", () => {
	it("names the ports, and what ESP32 boards have there", async () => {
		const ports = [
			{ path: "/dev/ttyACM0", usb: { vendorId: "303a", productId: "1001" } },
			{ path: "/dev/ttyS0", usb: undefined },
			{ path: "/dev/ttyUSB0", usb: { vendorId: "046d", productId: "c52b" } },
		];
		assert.deepEqual(await report({ list: async () => ports, load }), [
			{ event: "port", port: "/dev/ttyACM0", vendorId: "303a", productId: "1001", bridge: "Espressif USB" },
			{ event: "port", port: "/dev/ttyS0", vendorId: undefined, productId: undefined, bridge: undefined },
			{ event: "port", port: "/dev/ttyUSB0", vendorId: "046d", productId: "c52b", bridge: undefined },
		]);
	});

	it("says what to do where there is none, and where the library is missing", async () => {
		const [none, missing, ...more] = await report({ list: async () => [], load: withoutLibrary });
		assert.match(JSON.stringify(none), /"note".*No serial port.*plug the board in/);
		assert.match(JSON.stringify(missing), /"note".*npm install serialport/);
		assert.deepEqual(more, []);
	});

	it("rejects where the system tells nothing without the library", async () => {
		await assert.rejects(report({ list: withoutLibrary as never, load: withoutLibrary }), {
			code: "installation-incomplete",
		});
	});
});
