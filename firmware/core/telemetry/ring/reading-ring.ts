import { DeviceError, toDeviceError } from "../../../ports/errors.js";
import type { Flash } from "../../../ports/flash.js";
import type { Reading } from "../reading.js";
import type { TakenReading } from "../taken-reading.js";
import { absorbable } from "./absorb.js";
import { encodeHeader } from "./header.js";
import { encodeRecord, type RingRecord, readingRecord, recordedReading, recordKind } from "./record.js";
import { firstSlot, type RingBlock, RingFlash } from "./ring-flash.js";
import { RingReader } from "./ring-reader.js";
import { scanRing } from "./scan.js";
import { chooseBlock } from "./target.js";

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
	readonly #reader: RingReader;
	readonly #run: number;
	/** Positions of blocks that failed in this run. */
	readonly #bad = new Set<number>();
	#blocks: readonly RingBlock[];
	#generation: number;
	#tail: Tail | undefined;
	#next: number;
	#settled: number;
	#dropped: number;
	/** What the flash says of `#settled`. */
	#noted: number;
	#origin: number | undefined;
	/** The flash holds readings of this run that wait for their origin. */
	#originDue = false;

	/** Reads the flash. Throws `flash-failed` when it cannot hold a log; damaged blocks are skipped. */
	constructor(flash: Flash) {
		this.#flash = new RingFlash(flash);
		const { blocks, settled, dropped, next } = scanRing(this.#flash);
		this.#blocks = blocks;
		this.#generation = blocks.at(-1)?.generation ?? 0;
		this.#run = this.#generation + 1;
		this.#settled = settled;
		this.#noted = settled;
		this.#dropped = dropped;
		this.#next = next;
		this.#reader = new RingReader({
			flash: this.#flash,
			run: this.#run,
			blocks: () => this.#blocks,
			end: (block) => (block === this.#tail?.block ? this.#tail.slot : this.#flash.slots),
		});
	}

	/** Sequence number of the next reading. */
	get next(): number {
		return this.#next;
	}

	/** Every reading up to this one was acknowledged or dropped. */
	get settled(): number {
		return this.#settled;
	}

	/** Readings dropped so far, by this run and those before it, as far as they were noted. */
	get dropped(): number {
		return this.#dropped;
	}

	/** Keeps a reading, if need be in place of the oldest block. Throws `flash-failed`: then it is not kept. */
	add(reading: TakenReading): void {
		if (this.#originDue) this.#noteOrigin({ mayDrop: true });
		this.#append(readingRecord(reading), { mayDrop: true });
		this.#next = reading.sequence + 1;
		if (reading.base === "run") this.#originDue = true;
	}

	/** The first reading behind `sequence`, which never gets smaller. */
	after(sequence: number): Reading | undefined {
		return this.#reader.after(sequence);
	}

	/** Every reading up to `sequence` is acknowledged or among the `dropped`; noted now and then. Throws `flash-failed`. */
	settle(sequence: number, dropped: number): void {
		this.#settled = sequence;
		this.#dropped = dropped;
		if (sequence - this.#noted >= settledAtOnce) this.note();
	}

	/** Writes down what is settled, unless a reading would have to make room for it. Throws `flash-failed`. */
	note(): void {
		if (this.#settled === this.#noted) return;
		const record = { kind: recordKind.settled, value: 0, number: this.#settled, time: this.#dropped };
		if (this.#append(record, { mayDrop: false })) this.#noted = this.#settled;
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
		if (this.#append(record, room)) this.#originDue = false;
	}

	/** Returns false when there is no room but in place of readings. What fails costs a block; `tries` failures are thrown. */
	#append(record: RingRecord, { mayDrop }: { readonly mayDrop: boolean }): boolean {
		let failure: unknown;
		for (let attempt = 0; attempt < tries; attempt++) {
			try {
				if (!this.#tail || this.#tail.slot >= this.#flash.slots) this.#tail = this.#open(mayDrop);
				const tail = this.#tail;
				if (!tail) return false;
				this.#flash.program(tail.block.position, tail.slot, encodeRecord(record, tail.block.generation));
				tail.slot += 1;
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
		this.#settled = block.settled;
		this.#dropped = block.dropped;
		return { block, slot: firstSlot + (copies?.length ?? 0) };
	}

	#choose(absorbed: RingBlock | undefined, mayDrop: boolean): number | undefined {
		const { blocks: count } = this.#flash;
		const choice = { count, blocks: this.#blocks, settled: this.#settled, absorbed, bad: this.#bad };
		const position = chooseBlock({ ...choice, mayDrop });
		if (position !== undefined || !mayDrop) return position;
		// What failed for a moment deserves another try, later.
		this.#bad.clear();
		throw new DeviceError("flash-failed", "No block of the readings can be written");
	}

	#copiesOf(newest: RingBlock): readonly RingRecord[] | undefined {
		const [flash, reader, settled] = [this.#flash, this.#reader, this.#settled];
		return absorbable({ flash, reader, settled, block: newest, older: this.#blocks.slice(0, -1) });
	}

	/** What was in the way counts as dropped. */
	#blockAt(position: number, absorbed: RingBlock | undefined, copies: readonly RingRecord[]): RingBlock {
		const first = copies.find(recordedReading)?.number ?? this.#next;
		const oldest = this.#blocks.find((block) => block !== absorbed)?.first ?? first;
		const settled = Math.max(this.#settled, oldest - 1);
		const dropped = this.#dropped + settled - this.#settled;
		const own = { position, generation: this.#generation, run: this.#run };
		return { ...own, first, settled, dropped, absorbed: absorbed?.generation ?? 0 };
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
