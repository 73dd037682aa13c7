import type { Platform } from "../platform.js";
import { openFlashPartition } from "./flash-partition.js";
import { sensors } from "./sensors.js";
import { SntpClock } from "./sntp-clock.js";
import { WifiNetwork } from "./wifi-network.js";

export function openPlatform(): Platform {
	return { clock: new SntpClock(), network: new WifiNetwork(), openFlash: openFlashPartition, sensors: sensors() };
}
