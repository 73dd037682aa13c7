import type { Log } from "../../ports/log.js";
import type { Timer } from "../../ports/timer.js";
import type { Platform } from "../platform.js";
import { ChipBoard } from "./chip-board.js";
import { ChipConsole } from "./chip-console.js";
import { DeviceNetwork } from "./device-network.js";
import { DriverSensors } from "./driver-sensors.js";
import { ChipEthernet } from "./ethernet-port.js";
import { openFlashPartition } from "./flash-partition.js";
import { serialOpen } from "./serial-line.js";
import { SntpClock } from "./sntp-clock.js";
import { WifiStation } from "./wifi-station.js";

export function openPlatform(timer: Timer, log: Log): Platform {
	return {
		board: new ChipBoard(timer, log),
		console: serialOpen() ? new ChipConsole(log) : undefined,
		mirror: undefined,
		clock: new SntpClock(timer),
		network: new DeviceNetwork(new WifiStation(), new ChipEthernet(), timer),
		openFlash: () => openFlashPartition("identity"),
		openReadings: () => openFlashPartition("readings"),
		sensors: new DriverSensors(),
	};
}
