import type { Command } from "commander";
import type { CommandHost } from "./command-host.js";
import { addDeviceConfigure } from "./device/configure.js";
import { addDeviceCsr } from "./device/csr.js";
import { addDeviceEraseIdentity } from "./device/erase-identity.js";
import { addDeviceFlash } from "./device/flash.js";
import { addDeviceImage } from "./device/image.js";
import { addDeviceInspect } from "./device/inspect.js";
import { addDeviceMonitor } from "./device/monitor.js";
import { addDeviceProvision } from "./device/provision.js";
import { addDeviceSimulate } from "./device/simulate.js";

export function addDevice(program: Command, host: CommandHost): void {
	const device = program.command("device").description("boards on a serial port, and virtual devices");
	for (const add of [
		addDeviceProvision,
		addDeviceConfigure,
		addDeviceFlash,
		addDeviceMonitor,
		addDeviceInspect,
		addDeviceImage,
		addDeviceCsr,
		addDeviceEraseIdentity,
		addDeviceSimulate,
	]) {
		add(device, host);
	}
}
