import assert from "node:assert/strict";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { listSysfs } from "../../../../host-tools/board/serial/list-ports.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";

const directories = new TemporaryDirectories();

/** As Linux lays it out: the tty's device is an interface, or a port below one, of the USB device that has the ids. */
async function addPort(root: string, name: string, below: string, ids?: readonly [string, string]): Promise<void> {
	const device = join(root, "sys/devices", name);
	await mkdir(join(device, below), { recursive: true });
	await mkdir(join(root, "sys/class/tty", name), { recursive: true });
	await symlink(join(device, below), join(root, "sys/class/tty", name, "device"));
	if (ids !== undefined) {
		await writeFile(join(device, "idVendor"), `${ids[0]}\n`);
		await writeFile(join(device, "idProduct"), `${ids[1]}\n`);
	}
	await mkdir(join(root, "dev"), { recursive: true });
	await writeFile(join(root, "dev", name), "");
}

describe("listSysfs", () => {
	afterEach(directories.remove);

	it("lists USB serial ports with their ids, without udev", async () => {
		const root = await directories.make();
		await addPort(root, "ttyUSB0", "1-1:1.0/ttyUSB0", ["10c4", "EA60"]);
		await addPort(root, "ttyACM0", "1-2:1.0", ["303a", "1001"]);
		await addPort(root, "ttyUSB1", "1-3:1.0/ttyUSB1");
		await addPort(root, "ttyS0", "serial");
		const ports = (await listSysfs(root)).sort((a, b) => a.path.localeCompare(b.path));
		assert.deepEqual(ports, [
			{ path: join(root, "dev/ttyACM0"), usb: { vendorId: "303a", productId: "1001" } },
			{ path: join(root, "dev/ttyUSB0"), usb: { vendorId: "10c4", productId: "ea60" } },
			{ path: join(root, "dev/ttyUSB1"), usb: undefined },
		]);
	});

	it("lists nothing where there is no /dev", async () => {
		assert.deepEqual(await listSysfs(join(await directories.make(), "none")), []);
	});
});
