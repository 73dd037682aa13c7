import type { Platform } from "../platform.js";
import { openFlashFile } from "./flash-file.js";
import { HostClock } from "./host-clock.js";
import { HostNetwork } from "./host-network.js";

export function openPlatform(): Platform {
	return { clock: new HostClock(), network: new HostNetwork(), openFlash: openFlashFile, sensors: new Map() };
}
