import { createHash } from "node:crypto";
import { throwIfInterrupted } from "../../base/interruption.js";
import type { TaskContext } from "../../base/task-context.js";
import { ToolError } from "../../base/tool-error.js";
import type { BootloaderEvent } from "./bootloader-events.js";
import type { Chip } from "./chip.js";

export interface FlashRegion {
	/** For people: `firmware`, `identity`, … */
	readonly name: string;
	/** A multiple of 4096. */
	readonly offset: number;
	readonly bytes: Uint8Array;
}

/** Tries of a region: a line that is disturbed once must not cost the installer a second command. */
const attempts = 3;

/** True when flash holds the region already. */
export async function holdsRegion(chip: Chip, { offset, bytes }: FlashRegion): Promise<boolean> {
	const padded = padToWords(bytes);
	return (await chip.md5(offset, padded.length)) === md5(padded);
}

/**
 * Writes a region and checks it by its MD5; after a failure it resets the chip and tries again, slower.
 * Rejects with ToolError `flash-mismatch`, `flash-failed`, `chip-silent`, `port-lost`, `interrupted`.
 */
export async function writeVerified(
	chip: Chip,
	region: FlashRegion,
	{ emit, signal }: TaskContext<BootloaderEvent>,
): Promise<void> {
	for (let attempt = 1; ; attempt++) {
		throwIfInterrupted(signal);
		try {
			await writeOnce(chip, region, emit);
			return;
		} catch (error) {
			if (!(error instanceof ToolError) || attempt === attempts || !chip.canReconnect) throw error;
			emit({ event: "note", text: `${error.message}. Trying again, slower.` });
			await chip.reconnect();
		}
	}
}

async function writeOnce(chip: Chip, region: FlashRegion, emit: TaskContext<BootloaderEvent>["emit"]): Promise<void> {
	const { name, offset } = region;
	const bytes = padToWords(region.bytes);
	const size = region.bytes.length;
	emit({ event: "flashing", region: name, written: 0, size });
	await chip.write(offset, bytes, (written) => {
		emit({ event: "flashing", region: name, written: Math.min(written, size), size });
	});
	if ((await chip.md5(offset, bytes.length)) === md5(bytes)) return;
	throw new ToolError("flash-mismatch", `Flash does not hold what was written as ${name}: its MD5 differs`, {
		next: "try again, with --baud 115200 if it happens again; if it stays, the flash is worn",
	});
}

function md5(bytes: Uint8Array): string {
	return createHash("md5").update(bytes).digest("hex");
}

/** Flash is written by words; erased bytes read 0xFF. */
function padToWords(bytes: Uint8Array): Uint8Array {
	const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4).fill(0xff);
	padded.set(bytes);
	return padded;
}
