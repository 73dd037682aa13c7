import { type Reading, type StoredReading, toReading } from "../reading.js";
import { firstSlot, type RingBlock, type RingFlash } from "./ring-flash.js";
import { recordKind } from "./ring-format.js";

export interface RingReaderOptions {
	readonly flash: RingFlash;
	/** This one. */
	readonly run: number;
	/** In order, as of now. */
	readonly blocks: () => readonly RingBlock[];
	/** The slot behind the last one that may hold a record. */
	readonly end: (block: RingBlock) => number;
}

interface Found {
	readonly reading: StoredReading;
	readonly block: RingBlock;
}

/** Goes through the readings of the ring, one record in memory at a time. */
export class RingReader {
	readonly #options: RingReaderOptions;
	/** What is read next; undefined: to be looked for. */
	#at: { index: number; slot: number } | undefined;
	#found: Found | undefined;
	/** When this run started. */
	#ownOrigin: number | undefined;
	/** The origin looked up last: readings of one run follow one another. */
	#origin: { readonly run: number; readonly time: number | undefined } | undefined;

	constructor(options: RingReaderOptions) {
		this.#options = options;
	}

	/** To be called when the blocks are not the same any more. */
	reset(): void {
		this.#at = undefined;
		this.#found = undefined;
	}

	/** When this run started, hundredths of a second since 1970: nobody knew until now. */
	set ownOrigin(time: number) {
		this.#ownOrigin = time;
	}

	/** The first reading behind `sequence`, which never gets smaller between two resets. */
	after(sequence: number): Reading | undefined {
		if (this.#found && this.#found.reading.sequence <= sequence) this.#found = undefined;
		this.#found ??= this.#search(sequence);
		return this.#found && this.resolve(this.#found.reading, this.#found.block);
	}

	/** With its time, as far as it is known. */
	resolve(reading: StoredReading, block: RingBlock): Reading {
		return toReading(reading, reading.base === "run" ? this.#originOf(block) : undefined);
	}

	#search(sequence: number): Found | undefined {
		const { flash, end } = this.#options;
		const blocks = this.#options.blocks();
		this.#at ??= { index: startIndex(blocks, sequence), slot: firstSlot };
		const at = this.#at;
		for (let block = blocks[at.index]; block; block = blocks[at.index]) {
			while (at.slot < end(block)) {
				const reading = flash.reading(block, at.slot);
				at.slot += 1;
				if (reading && reading.sequence > sequence) return { reading, block };
			}
			// More may come behind the newest block's last record.
			if (at.index === blocks.length - 1) return undefined;
			at.index += 1;
			at.slot = firstSlot;
		}
		return undefined;
	}

	/** A run's origin stands behind its readings: in a block of that run, or in one that absorbed such a block. */
	#originOf(block: RingBlock): number | undefined {
		const { run } = block;
		if (run === this.#options.run) return this.#ownOrigin;
		if (this.#origin?.run === run) return this.#origin.time;
		const blocks = this.#options.blocks();
		const following = blocks.slice(blocks.findIndex(({ generation }) => generation === block.generation));
		this.#origin = { run, time: this.#findOrigin(run, following) };
		return this.#origin.time;
	}

	#findOrigin(run: number, blocks: readonly RingBlock[]): number | undefined {
		const { flash, end } = this.#options;
		for (const block of blocks) {
			if (block.run !== run && block.absorbed === 0) return undefined;
			for (let slot = firstSlot; slot < end(block); slot++) {
				const record = flash.record(block, slot);
				if (record?.kind === recordKind.origin && record.number === run) return record.time;
			}
		}
		return undefined;
	}
}

/** The last block that may hold the reading behind `sequence`. */
function startIndex(blocks: readonly RingBlock[], sequence: number): number {
	const behind = blocks.findIndex(({ first }) => first > sequence + 1);
	return Math.max(0, (behind === -1 ? blocks.length : behind) - 1);
}
