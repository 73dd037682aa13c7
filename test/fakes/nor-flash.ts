import type { Flash, FlashStatus } from "../../firmware/ports/flash.js";
import { mulberry32 } from "../support/mulberry32.js";

/** Thrown at the moment the power goes, and by every call after it. */
export class PowerCut extends Error {
	override readonly name = "PowerCut";
}

/** An erase can be cut after each of these. */
const erasePiece = 64;

/** Torn bytes differ from each other and are the same in every run. */
function noise(seed: number): () => number {
	const next = mulberry32(seed);
	return () => next() & 0xff;
}

/** The chip: what outlives a power cut. */
export class NorCells {
	bytes: Uint8Array;
	/** 1 where a byte was programmed since its last erase. */
	written: Uint8Array;

	/** Erased, then programmed with `image`. */
	constructor(image: Uint8Array) {
		this.bytes = image.slice();
		this.written = new Uint8Array(image.length);
		for (let unit = 0; unit < image.length; unit += 16) {
			const erased = image.subarray(unit, unit + 16).every((byte) => byte === 0xff);
			this.written.fill(erased ? 0 : 1, unit, unit + 16);
		}
	}

	/** Another chip with the same content. */
	clone(): NorCells {
		const copy = new NorCells(new Uint8Array(0));
		copy.bytes = this.bytes.slice();
		copy.written = this.written.slice();
		return copy;
	}

	/** Where `pattern` can be read, or -1. */
	indexOf(pattern: Uint8Array): number {
		return Buffer.from(this.bytes).indexOf(pattern);
	}
}

export interface NorFlashOptions {
	readonly cells: NorCells;
	/** Power goes during this step (1, 2, …); a step is a byte written or 64 bytes erased. Never by default. */
	readonly cutAtStep?: number;
	/** As under flash encryption: erased bytes read as noise, and only aligned writes work. */
	readonly encrypted?: boolean;
	/** 4096 by default; a multiple of 64. */
	readonly blockLength?: number;
}

/**
 * NOR flash with its rules, and harsher than a chip: a byte may be written once after an erase, or the test fails; a cut
 * leaves torn bytes behind it, in an erase all over the block.
 */
export class NorFlash implements Flash {
	readonly #bytes: Uint8Array;
	readonly #written: Uint8Array;
	readonly #blockLength: number;
	readonly #cutAtStep: number;
	readonly #noise: () => number;
	readonly #erasedReadsAs: number | undefined;
	#steps = 0;
	#dead = false;
	#closed = false;

	constructor({ cells, cutAtStep = Number.POSITIVE_INFINITY, encrypted = false, blockLength = 4096 }: NorFlashOptions) {
		this.#blockLength = blockLength;
		this.#bytes = cells.bytes;
		this.#written = cells.written;
		this.#cutAtStep = cutAtStep;
		this.#noise = noise(Number.isFinite(cutAtStep) ? cutAtStep : 0);
		this.#erasedReadsAs = encrypted ? undefined : 0xff;
	}

	/** True once the power went. */
	get dead(): boolean {
		return this.#dead;
	}

	/** Steps so far. */
	get steps(): number {
		return this.#steps;
	}

	status(): FlashStatus {
		this.#check(0, 0);
		return { size: this.#bytes.length, blockLength: this.#blockLength, writeAlign: 16, eraseValue: 0xff };
	}

	read(offset: number, length: number): Uint8Array {
		this.#check(offset, length);
		const bytes = this.#bytes.slice(offset, offset + length);
		if (this.#erasedReadsAs === undefined) {
			for (let index = 0; index < length; index++) {
				if (this.#written[offset + index] === 0) bytes[index] = this.#noise();
			}
		}
		return bytes;
	}

	write(offset: number, bytes: Uint8Array): void {
		this.#check(offset, bytes.length);
		if (offset % 16 !== 0 || bytes.length % 16 !== 0) throw new RangeError("Write is not aligned to 16 bytes");
		for (const [index, byte] of bytes.entries()) {
			const at = offset + index;
			if (this.#written[at] !== 0) throw new Error(`Byte ${at} was written twice without an erase`);
			this.#written[at] = 1;
			const torn = this.#isCut();
			// Programming clears bits; cut short, it has cleared some of them.
			this.#bytes[at] = (this.#bytes[at] as number) & (torn ? byte | this.#noise() : byte);
			if (torn) throw this.#cut();
		}
	}

	eraseBlock(block: number): void {
		if (!Number.isInteger(block)) throw new RangeError(`Not a block: ${block}`);
		const blockLength = this.#blockLength;
		this.#check(block * blockLength, blockLength);
		const start = block * blockLength;
		for (let offset = start; offset < start + blockLength; offset += erasePiece) {
			if (this.#isCut()) {
				this.#tear(offset, start + blockLength);
				throw this.#cut();
			}
			this.#bytes.fill(0xff, offset, offset + erasePiece);
			this.#written.fill(0, offset, offset + erasePiece);
		}
	}

	close(): void {
		this.#closed = true;
	}

	/** Half-erased cells: some bits are back at 1, and none may be programmed before a whole erase. */
	#tear(from: number, to: number): void {
		for (let at = from; at < to; at++) {
			this.#bytes[at] = (this.#bytes[at] as number) | this.#noise();
			this.#written[at] = 1;
		}
	}

	#isCut(): boolean {
		this.#steps += 1;
		return this.#steps >= this.#cutAtStep;
	}

	#cut(): PowerCut {
		this.#dead = true;
		return new PowerCut(`Power cut at step ${this.#steps}`);
	}

	#check(offset: number, length: number): void {
		if (this.#dead) throw new PowerCut("There is no power");
		if (this.#closed) throw new Error("The flash is closed");
		if (
			!Number.isInteger(offset) ||
			!Number.isInteger(length) ||
			offset < 0 ||
			length < 0 ||
			offset + length > this.#bytes.length
		) {
			throw new RangeError(`Bytes ${offset} to ${offset + length} are outside the partition`);
		}
	}
}
