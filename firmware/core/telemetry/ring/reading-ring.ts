import { DeviceError, toDeviceError } from "../../../ports/errors.js";
import type { Flash } from "../../../ports/flash.js";
import type { Ledger } from "../ledger.js";
import type { Reading, StoredReading } from "../reading.js";
import { firstSlot, type RingBlock, RingFlash } from "./ring-flash.js";
import {
	encodeHeader,
	encodeRecord,
	type RingRecord,
	readingRecords,
	recordedReading,
	recordKind,
} from "./ring-format.js";
import { RingReader } from "./ring-reader.js";
import { absorbable, chooseBlock, scanRing } from "./ring-space.js";

/** Settled readings are noted that many at a time: after a power cut at most so many are published once more. */
const settledAtOnce = 16;

/** Blocks tried for one record: one that fails is skipped. */
const tries = 3;

/** Where this run appends. */
interface Tail {
	readonly block: RingBlock;
	slot: number;
}

/**
 * Readings in a ring of flash blocks (docs/readings-partition.md): the oldest block makes room. A run appends only to blocks it opened
 * itself: what follows the last record of an earlier run may be torn, and under flash encryption cannot be told from erased bytes. So that
 * a device that restarts again and again does not spend a block each time, a run's first block takes over what an earlier run left in a
 * block less than half full.
 */
export class ReadingRing {
	readonly #flash: RingFlash;
	readonly #ledger: Ledger;
	readonly #reader: RingReader;
	readonly #run: number;
	/** Positions of blocks that failed in this run. */
	readonly #bad = new Set<number>();
	#blocks: readonly RingBlock[];
	#generation: number;
	#tail: Tail | undefined;
	/** Sequence number of the newest reading in the ring: newer ones may be in memory. */
	#last: number;
	/** What the flash says of `settled`. */
	#noted: number;
	#origin: number | undefined;
	/** The flash holds readings of this run that wait for their origin. */
	#originDue = false;

	/** Reads the flash, and gives `ledger` what it says. Throws `flash-failed` when it cannot hold readings; damaged blocks are skipped. */
	constructor(flash: Flash, ledger: Ledger) {
		this.#flash = new RingFlash(flash);
		this.#ledger = ledger;
		const { blocks, noted } = scanRing(this.#flash);
		if (noted) ledger.restore(noted);
		this.#blocks = blocks;
		this.#generation = blocks.at(-1)?.generation ?? 0;
		this.#run = this.#generation + 1;
		this.#noted = ledger.settled;
		this.#last = ledger.next - 1;
		this.#reader = new RingReader({
			flash: this.#flash,
			run: this.#run,
			blocks: () => this.#blocks,
			end: (block) => (block === this.#tail?.block ? this.#tail.slot : this.#flash.slots),
		});
	}

	/** Keeps a reading, if need be in place of the oldest block. Throws `flash-failed`: then it is not kept. */
	add(reading: StoredReading): void {
		if (this.#originDue) this.#noteOrigin({ mayDrop: true });
		this.#append(readingRecords(reading), { mayDrop: true });
		this.#last = reading.sequence;
		if (reading.base === "run") this.#originDue = true;
	}

	/** The first reading behind `sequence`, which never gets smaller. */
	after(sequence: number): Reading | undefined {
		return this.#reader.after(sequence);
	}

	/** To be called when more is settled, which is noted now and then. Throws `flash-failed`. */
	noteWhenDue(): void {
		if (this.#ledger.settled - this.#noted >= settledAtOnce) this.note();
	}

	/** Writes down what is settled, unless a reading would have to make room for it. Throws `flash-failed`. */
	note(): void {
		const { settled, dropped } = this.#ledger;
		if (settled === this.#noted) return;
		const record = { kind: recordKind.settled, value: 0, number: settled, time: dropped };
		if (this.#append([record], { mayDrop: false })) this.#noted = settled;
	}

	/** This run started at `origin`, hundredths of a second since 1970. Throws `flash-failed`. Only the first call counts. */
	setOrigin(origin: number): void {
		if (this.#origin !== undefined) return;
		this.#origin = origin;
		this.#reader.ownOrigin = origin;
		if (this.#originDue) this.#noteOrigin({ mayDrop: false });
	}

	#noteOrigin(room: { readonly mayDrop: boolean }): void {
		if (this.#origin === undefined) return;
		const record = { kind: recordKind.origin, value: 0, number: this.#run, time: this.#origin };
		if (this.#append([record], room)) this.#originDue = false;
	}

	/**
	 * In slots that follow one another. Returns false when there is no room but in place of readings. What fails costs a block; `tries`
	 * failures are thrown.
	 */
	#append(records: readonly RingRecord[], { mayDrop }: { readonly mayDrop: boolean }): boolean {
		let failure: unknown;
		for (let attempt = 0; attempt < tries; attempt++) {
			try {
				if (!this.#tail || this.#tail.slot + records.length > this.#flash.slots) this.#tail = this.#open(mayDrop);
				const tail = this.#tail;
				if (!tail) return false;
				for (const record of records) {
					this.#flash.program(tail.block.position, tail.slot, encodeRecord(record, tail.block.generation));
					tail.slot += 1;
				}
				return true;
			} catch (thrown) {
				// What was written in part is never written over.
				this.#tail = undefined;
				failure = thrown;
			}
		}
		throw toDeviceError(failure, "flash-failed");
	}

	#open(mayDrop: boolean): Tail | undefined {
		const newest = this.#blocks.at(-1);
		const copies = newest && newest.run !== this.#run ? this.#copiesOf(newest) : undefined;
		const absorbed = copies ? newest : undefined;
		const position = this.#choose(absorbed, mayDrop);
		if (position === undefined) return undefined;
		this.#blocks = this.#blocks.filter((block) => block.position !== position);
		this.#reader.reset();
		this.#generation += 1;
		const block = this.#blockAt(position, absorbed, copies ?? []);
		this.#fill(block, copies ?? []);
		this.#blocks = [...this.#blocks.filter((other) => other !== absorbed), block];
		this.#reader.reset();
		this.#noted = block.settled;
		return { block, slot: firstSlot + (copies?.length ?? 0) };
	}

	#choose(absorbed: RingBlock | undefined, mayDrop: boolean): number | undefined {
		const position = chooseBlock({
			count: this.#flash.blocks,
			blocks: this.#blocks,
			settled: this.#ledger.settled,
			absorbed,
			bad: this.#bad,
			mayDrop,
		});
		if (position !== undefined || !mayDrop) return position;
		// What failed for a moment deserves another try, later.
		this.#bad.clear();
		throw new DeviceError("flash-failed", "No block of the readings can be written");
	}

	#copiesOf(newest: RingBlock): readonly RingRecord[] | undefined {
		return absorbable({
			flash: this.#flash,
			reader: this.#reader,
			settled: this.#ledger.settled,
			block: newest,
			older: this.#blocks.slice(0, -1),
		});
	}

	/**
	 * A block to be opened in place of one that is not among the blocks any more. Readings that only that one held count as dropped: where
	 * 2 is settled and the oldest block left begins with 15, 3 to 14.
	 */
	#blockAt(position: number, absorbed: RingBlock | undefined, copies: readonly RingRecord[]): RingBlock {
		const { settled, dropped } = this.#ledger;
		const first = copies.find((copy) => recordedReading(copy) !== undefined)?.number ?? this.#last + 1;
		const oldest = this.#blocks.find((block) => block !== absorbed)?.first ?? first;
		const settledThen = Math.max(settled, oldest - 1);
		return {
			position,
			generation: this.#generation,
			run: this.#run,
			first,
			settled: settledThen,
			dropped: dropped + settledThen - settled,
			absorbed: absorbed?.generation ?? 0,
		};
	}

	/** The header comes last: until then what the block absorbs counts where it was. */
	#fill(block: RingBlock, copies: readonly RingRecord[]): void {
		const { position, generation } = block;
		try {
			this.#flash.erase(position);
			for (const [index, copy] of copies.entries()) {
				this.#flash.program(position, firstSlot + index, encodeRecord(copy, generation));
			}
			this.#flash.program(position, 0, encodeHeader(block));
		} catch (thrown) {
			this.#bad.add(position);
			throw thrown;
		}
	}
}
