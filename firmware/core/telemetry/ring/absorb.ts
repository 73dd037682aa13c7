import { type RingRecord, readingRecord, recordedReading, recordKind } from "./record.js";
import { firstSlot, type RingBlock, type RingFlash } from "./ring-flash.js";
import type { RingReader } from "./ring-reader.js";

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
	const { flash, block } = options;
	const limit = Math.floor((flash.slots - firstSlot) / 2);
	const copies: RingRecord[] = [];
	for (let slot = firstSlot; slot < flash.slots; slot++) {
		const record = flash.record(block, slot);
		const copy = record && copyOf(record, options);
		if (copy) copies.push(copy);
		if (copies.length > limit) return undefined;
	}
	return copies;
}

/** Undefined when nobody needs it. */
function copyOf(record: RingRecord, { reader, settled, block, older }: AbsorbOptions): RingRecord | undefined {
	if (record.kind === recordKind.origin) return older.some(({ run }) => run === record.number) ? record : undefined;
	const reading = recordedReading(record);
	if (!reading || reading.sequence <= settled) return undefined;
	const { time } = reader.resolve(reading, block);
	if (time === undefined) return readingRecord({ ...reading, base: "none", time: 0 });
	return readingRecord({ ...reading, base: "wall", time: time / 10 });
}
