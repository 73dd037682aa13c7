import { DeviceError } from "../../ports/errors.js";
import type { Flash } from "../../ports/flash.js";
import { decodeRecord, encodeRecord, maximumPayload, recordAlign, recordLength } from "./record.js";

/** Values by record type. */
export type JournalValues = ReadonlyMap<number, Uint8Array>;

/** First record of every half; payload: generation, uint32 little endian. */
const halfRecord = 1;

interface Half {
	readonly index: 0 | 1;
	readonly generation: number;
	readonly values: Map<number, Uint8Array>;
	/** Where the next record goes, and its sequence; only while this run of the firmware wrote the half itself. */
	tail: { offset: number; sequence: number } | undefined;
}

/**
 * A power-safe map from record types to values, in two halves of a flash partition (docs/identity-partition.md).
 *
 * A half is opened by a transaction that holds a complete copy, and is erased only when the other half holds one.
 * What follows the last valid record of a half written by an earlier run may be torn, and under flash encryption cannot
 * be told from erased bytes; so a run never appends to a half it did not open itself.
 */
export class IdentityJournal {
	readonly #flash: Flash;
	readonly #halfLength: number;
	#active: Half | undefined;

	/** Reads both halves and goes on with the newer complete one. Throws `flash-failed`. */
	constructor(flash: Flash) {
		this.#flash = flash;
		const { size, blockLength, writeAlign } = flash.status();
		this.#halfLength = Math.floor(size / blockLength / 2) * blockLength;
		if (this.#halfLength === 0 || recordAlign % writeAlign !== 0) {
			throw new DeviceError(
				"flash-failed",
				`Partition of ${size} bytes, aligned to ${writeAlign}, cannot hold a journal`,
			);
		}
		const halves = ([0, 1] as const).flatMap((index) => this.#readHalf(index) ?? []);
		this.#active = halves.sort((a, b) => b.generation - a.generation)[0];
	}

	get values(): JournalValues {
		return this.#active?.values ?? new Map();
	}

	/** Where `values` were read from or written to last; undefined while there is nothing. */
	get origin(): { half: 0 | 1; generation: number } | undefined {
		return this.#active && { half: this.#active.index, generation: this.#active.generation };
	}

	/** Sets values in one transaction: after a power cut all of them are there or none. Throws `flash-failed`, `flash-full`. */
	set(changes: JournalValues): void {
		checkPayloads(changes);
		const active = this.#active;
		const length = transactionLength(changes);
		if (active?.tail && active.tail.offset + length <= this.#halfLength) {
			this.#write(active, active.tail, changes);
		} else {
			this.replace(new Map([...this.values, ...changes]));
		}
	}

	/** Makes `values` the whole content, in the half not in use; what was there before stays readable in the other until `eraseStale`. */
	replace(values: JournalValues): void {
		const index = this.#active?.index === 0 ? 1 : 0;
		const generation = (this.#active?.generation ?? 0) + 1;
		const payload = new Uint8Array(4);
		new DataView(payload.buffer).setUint32(0, generation, true);
		const content = new Map([[halfRecord, payload], ...values]);
		checkPayloads(content);
		if (transactionLength(content) > this.#halfLength) {
			throw new DeviceError(
				"flash-full",
				`${transactionLength(content)} bytes do not fit a half of ${this.#halfLength}`,
			);
		}
		// If this fails when all but its last read-back was done, the other half is the newer one: nothing may be appended here any more.
		if (this.#active) this.#active.tail = undefined;
		this.#eraseHalf(index);
		const half: Half = { index, generation, values: new Map(), tail: { offset: 0, sequence: 1 } };
		this.#write(half, { offset: 0, sequence: 1 }, content);
		half.values.delete(halfRecord);
		this.#active = half;
	}

	/** Erases the half that is not in use, so that nothing of the values replaced can be read from the flash any more. */
	eraseStale(): void {
		if (this.#active) this.#eraseHalf(this.#active.index === 0 ? 1 : 0);
	}

	#write(half: Half, from: { offset: number; sequence: number }, changes: JournalValues): void {
		const tail = { ...from };
		// A half in which a write failed is not appended to again.
		half.tail = undefined;
		let remaining = changes.size;
		for (const [type, payload] of changes) {
			remaining -= 1;
			const bytes = encodeRecord({ type, sequence: tail.sequence, last: remaining === 0, payload });
			this.#writeVerified(half.index * this.#halfLength + tail.offset, bytes);
			tail.offset += bytes.length;
			tail.sequence += 1;
		}
		for (const [type, payload] of changes) half.values.set(type, payload);
		half.tail = tail;
	}

	#writeVerified(offset: number, bytes: Uint8Array): void {
		this.#flash.write(offset, bytes);
		const back = this.#flash.read(offset, bytes.length);
		if (bytes.some((byte, index) => byte !== back[index])) {
			throw new DeviceError(
				"flash-failed",
				`Flash at offset ${offset} does not hold what was written: the block may be worn`,
			);
		}
	}

	#eraseHalf(index: 0 | 1): void {
		const { blockLength } = this.#flash.status();
		const blocks = this.#halfLength / blockLength;
		for (let block = 0; block < blocks; block++) this.#flash.eraseBlock(index * blocks + block);
	}

	#readHalf(index: 0 | 1): Half | undefined {
		const bytes = this.#flash.read(index * this.#halfLength, this.#halfLength);
		const values = new Map<number, Uint8Array>();
		let transaction = new Map<number, Uint8Array>();
		let offset = 0;
		for (let sequence = 1; ; sequence++) {
			const record = decodeRecord(bytes, offset, sequence);
			if (!record) break;
			transaction.set(record.type, record.payload);
			offset += recordLength(record.payload.length);
			if (record.last) {
				for (const [type, payload] of transaction) values.set(type, payload);
				transaction = new Map();
			}
		}
		const generation = values.get(halfRecord);
		if (generation?.length !== 4) return undefined;
		values.delete(halfRecord);
		return { index, generation: new DataView(generation.buffer).getUint32(0, true), values, tail: undefined };
	}
}

/** Before anything is erased or written. */
function checkPayloads(values: JournalValues): void {
	for (const [type, { length }] of values) {
		if (length <= maximumPayload) continue;
		throw new DeviceError("flash-full", `Record type ${type} has ${length} bytes, more than ${maximumPayload}`);
	}
}

function transactionLength(values: JournalValues): number {
	let length = 0;
	for (const payload of values.values()) length += recordLength(payload.length);
	return length;
}
