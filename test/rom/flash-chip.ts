import { createHash } from "node:crypto";
import { noise } from "./noise.js";

const sectorLength = 4096;
/** An erase can be cut after each of its 64 pieces. */
const erasePiece = 64;

/** Thrown at the moment the power goes. */
export class PowerCut extends Error {
	override readonly name = "PowerCut";
}

/** The SPI flash beside the chip: NOR, 4 KB sectors; programming clears bits, erasing a sector sets them. Outlives power cuts. */
export class FlashChip {
	/** What it holds now. */
	readonly bytes: Uint8Array;
	#stepsLeft = Number.POSITIVE_INFINITY;

	/** Erased, of `content` bytes (a power of two), or with that content. Throws RangeError on another size. */
	constructor(content: number | Uint8Array) {
		this.bytes = typeof content === "number" ? new Uint8Array(content).fill(0xff) : content.slice();
		const size = this.bytes.length;
		if (size < sectorLength || (size & (size - 1)) !== 0) throw new RangeError(`No flash chip has ${size} bytes`);
	}

	/** Answer to RDID (0x9F) as the SPI controller shows it: manufacturer, type, log2 of the size. A Winbond W25Q. */
	get jedecId(): number {
		return (Math.log2(this.bytes.length) << 16) | 0x40ef;
	}

	/** Power goes after so many bytes programmed or pieces of 64 bytes erased from now on; until `restorePower`. */
	cutPowerAfter(steps: number): void {
		this.#stepsLeft = steps;
	}

	restorePower(): void {
		this.#stepsLeft = Number.POSITIVE_INFINITY;
	}

	read(offset: number, length: number): Uint8Array {
		this.#check(offset, length);
		return this.bytes.slice(offset, offset + length);
	}

	/** As the chip computes it for SPI_FLASH_MD5. */
	md5(offset: number, length: number): Uint8Array {
		return createHash("md5").update(this.read(offset, length)).digest();
	}

	/** Throws RangeError outside the chip, before anything is written; PowerCut, with the rest of the 256-byte page torn. */
	program(offset: number, bytes: Uint8Array): void {
		this.#check(offset, bytes.length);
		for (const [index, byte] of bytes.entries()) {
			const at = offset + index;
			if (this.#stepsLeft-- <= 0) this.#tear(at, Math.min((at | 0xff) + 1, offset + bytes.length));
			this.bytes[at] = (this.bytes[at] as number) & byte;
		}
	}

	/** Erases all sectors that the range touches. Throws as `program`; a cut leaves its sector undefined. */
	erase(offset: number, length: number): void {
		const start = offset - (offset % sectorLength);
		const stop = Math.ceil((offset + length) / sectorLength) * sectorLength;
		this.#check(start, stop - start);
		for (let at = start; at < stop; at += erasePiece) {
			if (this.#stepsLeft-- <= 0) this.#tear(at, at - (at % sectorLength) + sectorLength);
			this.bytes.fill(0xff, at, at + erasePiece);
		}
	}

	#tear(from: number, to: number): never {
		this.#stepsLeft = 0;
		const next = noise(from);
		for (let at = from; at < to; at++) this.bytes[at] = next();
		throw new PowerCut(`Power cut at ${from}`);
	}

	#check(offset: number, length: number): void {
		if (offset >= 0 && length >= 0 && offset + length <= this.bytes.length) return;
		throw new RangeError(`Bytes ${offset} to ${offset + length} are outside the flash chip`);
	}
}
