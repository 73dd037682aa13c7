import { readdir, readFile, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { loadSerialPort } from "./load-serialport.js";
import type { UsbIds } from "./usb-bridges.js";

export interface PortInfo {
	/** What `--port` takes. */
	readonly path: string;
	/** Undefined for a port that is no USB device, or where the system does not say. */
	readonly usb: UsbIds | undefined;
}

/** The serial ports of this machine, by path. Rejects with ToolError `installation-incomplete`. */
export async function listPorts(): Promise<readonly PortInfo[]> {
	// Without udev (containers, Alpine) serialport's own list fails; and what sysfs says is what udev knows anyway.
	const ports = process.platform === "linux" ? await listSysfs("/") : await listNative();
	return [...ports].sort((a, b) => a.path.localeCompare(b.path, "en", { numeric: true }));
}

async function listNative(): Promise<PortInfo[]> {
	const { SerialPort } = await loadSerialPort();
	return (await SerialPort.list()).map(({ path, vendorId, productId }) => ({
		// A Mac's tty.* waits for a carrier that boards do not give; cu.* is the same port without.
		path: path.replace(/^\/dev\/tty\./, "/dev/cu."),
		usb:
			vendorId === undefined || productId === undefined
				? undefined
				: { vendorId: vendorId.toLowerCase(), productId: productId.toLowerCase() },
	}));
}

/** ttyUSB* and ttyACM* below `root`/dev, with the ids of their USB devices from `root`/sys. */
export async function listSysfs(root: string): Promise<PortInfo[]> {
	const names = await readdir(join(root, "dev")).catch(() => []);
	const ports = names.filter((name) => /^tty(USB|ACM|WCHUSB)\d+$/.test(name));
	return Promise.all(
		ports.map(async (name) => ({
			path: join(root, "dev", name),
			usb: await readUsbIds(join(root, "sys/class/tty", name, "device")),
		})),
	);
}

/** A tty's device is an interface or port some levels below the USB device, which has the ids. */
async function readUsbIds(device: string): Promise<UsbIds | undefined> {
	let folder = await realpath(device).catch(() => undefined);
	for (let level = 0; folder !== undefined && level < 4; level++) {
		const [vendorId, productId] = await Promise.all([
			readId(join(folder, "idVendor")),
			readId(join(folder, "idProduct")),
		]);
		if (vendorId !== undefined && productId !== undefined) return { vendorId, productId };
		folder = dirname(folder);
	}
	return undefined;
}

async function readId(path: string): Promise<string | undefined> {
	const text = await readFile(path, "utf8").catch(() => undefined);
	return text?.trim().toLowerCase();
}
