import assert from "node:assert/strict";
import { choosePort } from "../../../../host-tools/board/serial/choose-port.js";
import type { PortInfo } from "../../../../host-tools/board/serial/list-ports.js";

const bridge = (path: string): PortInfo => ({ path, usb: { vendorId: "10c4", productId: "ea60" } });
const modem: PortInfo = { path: "/dev/ttyACM9", usb: { vendorId: "1199", productId: "68c0" } };
const unknown = (path: string): PortInfo => ({ path, usb: undefined });

describe("choosePort", () => {
	const choose = (ports: readonly PortInfo[], asked?: string, env: Record<string, string> = {}) =>
		choosePort(asked, env, async () => ports);

	it("takes --port, then ESPPORT, ESPTOOL_PORT and UPLOAD_PORT, and an empty variable for none", async () => {
		const env = { ESPPORT: "a", ESPTOOL_PORT: "b", UPLOAD_PORT: "c" };
		assert.equal((await choose([], "x", env)).path, "x");
		assert.equal((await choose([], undefined, env)).path, "a");
		assert.equal((await choose([], undefined, { ...env, ESPPORT: "" })).path, "b");
		assert.equal((await choose([], undefined, { UPLOAD_PORT: "c" })).path, "c");
	});

	it("knows the ids of a port that was named, and does without where nothing can be listed", async () => {
		const { usb } = bridge("/dev/ttyUSB0");
		assert.deepEqual(await choose([bridge("/dev/ttyUSB0")], "/dev/ttyUSB0"), {
			path: "/dev/ttyUSB0",
			usb,
			found: false,
		});
		const failing = await choosePort("/dev/ttyUSB0", {}, () => Promise.reject(new Error("no udev")));
		assert.deepEqual(failing, { path: "/dev/ttyUSB0", usb: undefined, found: false });
	});

	it("finds the only board, among other USB devices and ports that may be anything", async () => {
		const ports = [modem, bridge("/dev/ttyUSB0"), unknown("/dev/ttyS0")];
		assert.deepEqual(await choose(ports), { ...bridge("/dev/ttyUSB0"), found: true });
	});

	it("takes the only port of unknown kind where the system tells nothing", async () => {
		assert.equal((await choose([unknown("/dev/ttyUSB0")])).path, "/dev/ttyUSB0");
	});

	it("is port-ambiguous for several, names them and what they are, and says how to choose", async () => {
		const s3: PortInfo = { path: "/dev/ttyACM0", usb: { vendorId: "303a", productId: "1001" } };
		await assert.rejects(
			choose([bridge("/dev/ttyUSB0"), s3, modem]),
			(error: { code: string; message: string; next: string }) => {
				assert.equal(error.code, "port-ambiguous");
				assert.match(
					error.message,
					/ttyUSB0 \(Silicon Labs CP210x 10c4:ea60\), \/dev\/ttyACM0 \(Espressif USB 303a:1001\)/,
				);
				assert.equal(error.message.includes("ttyACM9"), false);
				assert.match(error.next, /--port \/dev\/ttyUSB0/);
				return true;
			},
		);
	});

	it("is port-missing for none, and says what to look at", async () => {
		await assert.rejects(choose([modem]), { code: "port-missing", next: /cable/ });
		await assert.rejects(choose([]), { code: "port-missing" });
	});
});
