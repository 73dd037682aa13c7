import { crc32 } from "../encoding/crc32.js";

/** One record of the identity journal; docs/identity-partition.md has the layout. */
export interface JournalRecord {
	/** 1 to 255 */
	readonly type: number;
	/** 1, 2, … within a half. */
	readonly sequence: number;
	/** True on the last record of a transaction: everything since the one before takes effect with it. */
	readonly last: boolean;
	readonly payload: Uint8Array;
}

/** Records start at multiples of this, which every flash's `writeAlign` divides. */
export const recordAlign = 16;
const headerLength = 16;
const magic0 = 0x54;
const magic1 = 0x53;
const lastFlag = 0x01;
/** Bytes; bounds what a corrupt length can make a reader allocate. */
export const maximumPayload = 8192;

/** Bytes a record with that payload occupies, padding included. */
export function recordLength(payloadLength: number): number {
	return headerLength + Math.ceil(payloadLength / recordAlign) * recordAlign;
}

/** The record with its padding of 0xFF, ready to be written at a multiple of `recordAlign`. */
export function encodeRecord(record: JournalRecord): Uint8Array {
	const { type, sequence, last, payload } = record;
	const bytes = new Uint8Array(recordLength(payload.length)).fill(0xff);
	const view = new DataView(bytes.buffer);
	bytes.set([magic0, magic1, type, last ? lastFlag : 0]);
	view.setUint32(4, payload.length, true);
	view.setUint32(8, sequence, true);
	view.setUint32(12, crc32(bytes.subarray(0, 12), payload), true);
	bytes.set(payload, headerLength);
	return bytes;
}

/** The record at `offset`, or undefined when there is none: erased, torn, stale or damaged bytes all look alike and end a journal. */
export function decodeRecord(bytes: Uint8Array, offset: number, sequence: number): JournalRecord | undefined {
	if (offset + headerLength > bytes.length) return undefined;
	const view = new DataView(bytes.buffer, bytes.byteOffset + offset, headerLength);
	const length = view.getUint32(4, true);
	const wellFormed =
		view.getUint8(0) === magic0 &&
		view.getUint8(1) === magic1 &&
		length <= maximumPayload &&
		offset + recordLength(length) <= bytes.length &&
		view.getUint32(8, true) === sequence;
	if (!wellFormed) return undefined;
	const header = bytes.subarray(offset, offset + 12);
	const payload = bytes.slice(offset + headerLength, offset + headerLength + length);
	if (view.getUint32(12, true) !== crc32(header, payload)) return undefined;
	return { type: view.getUint8(2), sequence, last: (view.getUint8(3) & lastFlag) !== 0, payload };
}
