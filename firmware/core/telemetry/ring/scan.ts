import { recordedReading, recordKind } from "./record.js";
import { firstSlot, type RingBlock, type RingFlash } from "./ring-flash.js";

/** What the flash says when a run begins. */
export interface RingScan {
	/** In order, without those whose readings another one has taken over. */
	readonly blocks: readonly RingBlock[];
	/** Every reading up to this one was acknowledged or dropped. */
	readonly settled: number;
	readonly dropped: number;
	/** Sequence number of the next reading. */
	readonly next: number;
}

/** Reads all headers and the newest block. */
export function scanRing(flash: RingFlash): RingScan {
	const positions = Array.from({ length: flash.blocks }, (_, position) => position);
	const found = positions.flatMap((position) => flash.block(position) ?? []);
	found.sort((one, other) => one.generation - other.generation);
	const blocks = found.filter(({ generation }, index) => found[index + 1]?.absorbed !== generation);
	const newest = blocks.at(-1);
	return { blocks, ...(newest ? scanBlock(flash, newest) : { settled: 0, dropped: 0, next: 1 }) };
}

function scanBlock(flash: RingFlash, block: RingBlock): Omit<RingScan, "blocks"> {
	let { settled, dropped, first: next } = block;
	for (let slot = firstSlot; slot < flash.slots; slot++) {
		const record = flash.record(block, slot);
		if (!record) continue;
		const reading = recordedReading(record);
		if (reading) next = Math.max(next, reading.sequence + 1);
		else if (record.kind === recordKind.settled) {
			settled = Math.max(settled, record.number);
			dropped = Math.max(dropped, record.time);
		}
	}
	return { settled, dropped, next: Math.max(next, settled + 1) };
}
