import type { VirtualDevice, VirtualDeviceOptions } from "./virtual-device.js";

export function composeVirtualDevice(_options: VirtualDeviceOptions): VirtualDevice {
	throw new Error("being written");
}
