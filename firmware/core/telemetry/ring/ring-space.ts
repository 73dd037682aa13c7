import type { LedgerState } from "../ledger.js";
import { firstSlot, type RingBlock, type RingFlash } from "./ring-flash.js";
import { type RingRecord, readingRecords, recordedReading, recordKind } from "./ring-format.js";
import type { RingReader } from "./ring-reader.js";

/** What the flash says when a run begins. */
export interface RingScan {
	/** In order, without those whose readings another one has taken over. */
	readonly blocks: readonly RingBlock[];
	/** Undefined: nothing was ever written. */
	readonly noted: LedgerState | undefined;
}

/** Reads all headers and the newest block. */
export function scanRing(flash: RingFlash): RingScan {
	const positions = Array.from({ length: flash.blocks }, (_, position) => position);
	const found = positions.flatMap((position) => flash.block(position) ?? []);
	found.sort((one, other) => one.generation - other.generation);
	const blocks = found.filter(({ generation }, index) => found[index + 1]?.absorbed !== generation);
	const newest = blocks.at(-1);
	return { blocks, noted: newest && scanBlock(flash, newest) };
}

function scanBlock(flash: RingFlash, block: RingBlock): LedgerState {
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

export interface BlockChoice {
	/** Blocks in the partition. */
	readonly count: number;
	/** In order. */
	readonly blocks: readonly RingBlock[];
	/** Every reading up to this one was acknowledged or dropped. */
	readonly settled: number;
	/** The newest block, when the new one takes over what is in it. */
	readonly absorbed: RingBlock | undefined;
	/** Positions that failed. */
	readonly bad: ReadonlySet<number>;
	/** Whether readings may be dropped for it. */
	readonly mayDrop: boolean;
}

/**
 * The position to open a block at: the next one round the ring without readings that are waiting, so that all wear alike, or else the
 * oldest block. Never the newest: until the new one is written, nothing else says what is settled.
 */
export function chooseBlock({ count, blocks, settled, absorbed, bad, mayDrop }: BlockChoice): number | undefined {
	const newest = blocks.at(-1);
	const isWaiting = (block: RingBlock, index: number) => block !== absorbed && !isSettled(blocks[index + 1], settled);
	const kept = new Set([...blocks.filter(isWaiting), ...(newest ? [newest] : [])].map(({ position }) => position));
	const start = newest ? newest.position + 1 : 0;
	const round = Array.from({ length: count }, (_, index) => (start + index) % count);
	const free = round.find((position) => !kept.has(position) && !bad.has(position));
	if (free !== undefined || !mayDrop) return free;
	return blocks.find((block) => block !== newest && !bad.has(block.position))?.position;
}

/** Whether all readings before `following` are. */
function isSettled(following: RingBlock | undefined, settled: number): boolean {
	return following !== undefined && following.first <= settled + 1;
}

export interface AbsorbOptions {
	readonly flash: RingFlash;
	readonly reader: RingReader;
	/** Every reading up to this one was acknowledged or dropped. */
	readonly settled: number;
	/** The newest block, of an earlier run. */
	readonly block: RingBlock;
	/** The blocks before it. */
	readonly older: readonly RingBlock[];
}

/**
 * What another block has to hold so that `block` may be erased: its waiting readings, each with its time now, and the origins that
 * readings in older blocks need. Undefined when that is more than half a block.
 */
export function absorbable(options: AbsorbOptions): readonly RingRecord[] | undefined {
	const { flash } = options;
	const limit = Math.floor((flash.slots - firstSlot) / 2);
	const copies: RingRecord[] = [];
	for (let slot = firstSlot; slot < flash.slots; slot++) {
		copies.push(...copiesOf(slot, options));
		if (copies.length > limit) return undefined;
	}
	return copies;
}

/** What is needed of the record at `slot`; measurements go with their reading. */
function copiesOf(slot: number, { flash, reader, settled, block, older }: AbsorbOptions): readonly RingRecord[] {
	const record = flash.record(block, slot);
	if (record?.kind === recordKind.origin) return older.some(({ run }) => run === record.number) ? [record] : [];
	const reading = flash.reading(block, slot);
	if (!reading || reading.sequence <= settled) return [];
	const { time } = reader.resolve(reading, block);
	if (time === undefined) return readingRecords({ ...reading, base: "none", time: 0 });
	return readingRecords({ ...reading, base: "wall", time: time / 10 });
}
