import { bareBoard } from "../../core/bare-board.js";
import type { Log } from "../../ports/log.js";
import type { Timer } from "../../ports/timer.js";
import type { Platform } from "../platform.js";
import { SerialConsole } from "../serial-console.js";
import { XsTextCodec } from "../xs-text-codec.js";
import { openIdentityFile, openReadingsFile } from "./flash-file.js";
import { HostClock } from "./host-clock.js";
import { HostNetwork } from "./host-network.js";
import { findSerialPort, isButtonHeld } from "./serial-port.js";

export function openPlatform(_timer: Timer, _log: Log): Platform {
	const port = findSerialPort();
	const line = port && new SerialConsole(port, new XsTextCodec());
	return {
		board: bareBoard("simulator", "000000000000", isButtonHeld()),
		console: line,
		mirror: line && ((text) => line.writeLine(text)),
		clock: new HostClock(),
		network: new HostNetwork(),
		openFlash: openIdentityFile,
		openReadings: openReadingsFile,
		sensors: undefined,
	};
}
