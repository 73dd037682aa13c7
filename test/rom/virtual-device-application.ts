import { bareBoard } from "../../firmware/core/bare-board.js";
import { defaultTimeouts, type Timeouts } from "../../firmware/core/timeouts.js";
import type { Clock } from "../../firmware/ports/clock.js";
import type { Console } from "../../firmware/ports/console.js";
import type { DeviceKey } from "../../firmware/ports/key-maker.js";
import { logLine } from "../../firmware/ports/log-line.js";
import { flashIn } from "../../host-tools/board/partitions/memory-flash.js";
import { parsePartitionTable, partitionTableSize } from "../../host-tools/board/partitions/partition-table.js";
import { composeVirtualDevice } from "../../host-tools/virtual-device/compose.js";
import { nodeClock } from "../../host-tools/virtual-device/node-clock.js";
import { nodeKeyMaker } from "../../host-tools/virtual-device/node-key-maker.js";
import type { Application } from "./application.js";
import type { FlashChip } from "./flash-chip.js";

/** Where the application looks for the partition table, as ESP-IDF's bootloader does by default. */
const partitionTableOffset = 0x8000;

export interface VirtualFirmwareOptions {
	/** False: it takes no bootstrap over the line, as a debug build does not. */
	readonly hears?: boolean;
	/** The device's; true by default. */
	readonly clock?: Clock;
	/** The firmware's own by default. */
	readonly timeouts?: Timeouts;
}

/**
 * The firmware as a virtual device: boots from the identity partition that the flashed partition table names, logs on the serial
 * line as XsLog does, and hears what comes in on it. Prints an error, as ESP-IDF's bootloader does, where there is no such partition.
 */
export const virtualDeviceApplication =
	({ hears = true, clock = nodeClock, timeouts = defaultTimeouts }: VirtualFirmwareOptions = {}): Application =>
	({ flash, print, chip, mac }) => {
		const identity = findIdentity(flash);
		if (identity === undefined) {
			print("E (36) boot: Failed to verify partition table\r\n");
			return { stop: () => {} };
		}
		const line = new SerialConsole();
		const device = composeVirtualDevice({
			flash: flashIn(flash.bytes.subarray(identity.offset, identity.offset + identity.size)),
			log: { write: (level, event, fields) => print(`${logLine(level, event, fields)}\r\n`) },
			clock,
			timeouts,
			board: bareBoard(chip.name, Buffer.from(mac).toString("hex")),
			// A chip that is reset forgets the key it was making; node:crypto goes on, and boot after boot would fill its threads.
			keyMaker: { makeKey: () => keyOf(Buffer.from(mac).toString("hex")) },
			...(hears ? { console: line } : {}),
		});
		device.start();
		return { receive: (bytes) => line.receive(bytes), stop: () => void device.stop() };
	};

/** By MAC address: a board makes one key in a test run. */
const keys = new Map<string, Promise<DeviceKey>>();

function keyOf(mac: string): Promise<DeviceKey> {
	const key = keys.get(mac) ?? nodeKeyMaker.makeKey();
	keys.set(mac, key);
	return key;
}

class SerialConsole implements Console {
	receive = (_bytes: Uint8Array) => {};

	listen(onBytes: (bytes: Uint8Array) => void): void {
		this.receive = onBytes;
	}

	close(): void {
		this.receive = () => {};
	}
}

function findIdentity(flash: FlashChip): { offset: number; size: number } | undefined {
	try {
		const partitions = parsePartitionTable(flash.read(partitionTableOffset, partitionTableSize));
		return partitions.find(({ name }) => name === "identity");
	} catch {
		return undefined;
	}
}
