import { DeviceError } from "../../../ports/errors.js";
import type { Flash } from "../../../ports/flash.js";
import type { StoredReading } from "../reading.js";
import {
	decodeHeader,
	decodeRecord,
	headerLength,
	type RingHeader,
	type RingRecord,
	recordedReading,
	slotLength,
} from "./ring-format.js";

/** A block whose header is good. */
export interface RingBlock extends RingHeader {
	/** Its index in the partition. */
	readonly position: number;
}

/** The first slot behind a header. */
export const firstSlot = headerLength / slotLength;

/** One that is written, one that is taken over, and one with readings that wait. */
const fewestBlocks = 3;

/** The readings partition as blocks and slots. What cannot be read is not there; what cannot be written throws. */
export class RingFlash {
	readonly #flash: Flash;
	readonly #blockLength: number;
	/** Blocks in the partition. */
	readonly blocks: number;
	/** Slots in a block, those of the header included. */
	readonly slots: number;

	/** Throws `flash-failed` when the partition is too small or cannot be written in slots. */
	constructor(flash: Flash) {
		const { size, blockLength, writeAlign } = flash.status();
		this.#flash = flash;
		this.#blockLength = blockLength;
		this.blocks = Math.floor(size / blockLength);
		this.slots = Math.floor(blockLength / slotLength);
		if (this.blocks < fewestBlocks || slotLength % writeAlign !== 0) {
			const message = `Partition of ${size} bytes, aligned to ${writeAlign}, cannot hold readings`;
			throw new DeviceError("flash-failed", message);
		}
	}

	block(position: number): RingBlock | undefined {
		const bytes = this.#read(position, 0, headerLength);
		const header = bytes && decodeHeader(bytes);
		return header && { ...header, position };
	}

	record({ position, generation }: RingBlock, slot: number): RingRecord | undefined {
		const bytes = this.#read(position, slot, slotLength);
		return bytes && decodeRecord(bytes, generation);
	}

	/** The reading at `slot`, with all that was measured; undefined when there is none. */
	reading(block: RingBlock, slot: number): StoredReading | undefined {
		const record = this.record(block, slot);
		if (!record || !recordedReading(record)) return undefined;
		return recordedReading(record, slot > firstSlot ? this.record(block, slot - 1) : undefined);
	}

	/** Throws `flash-failed` too when the flash holds something else afterwards. */
	program(position: number, slot: number, bytes: Uint8Array): void {
		this.#flash.write(position * this.#blockLength + slot * slotLength, bytes);
		const written = this.#read(position, slot, bytes.length);
		if (written?.every((byte, index) => byte === bytes[index])) return;
		throw new DeviceError("flash-failed", `Block ${position} of the readings does not keep what is written`);
	}

	erase(position: number): void {
		this.#flash.eraseBlock(position);
	}

	#read(position: number, slot: number, length: number): Uint8Array | undefined {
		try {
			return this.#flash.read(position * this.#blockLength + slot * slotLength, length);
		} catch {
			return undefined;
		}
	}
}
