import { crc32 } from "../../encoding/crc32.js";
import type { StoredReading } from "../reading.js";
import type { TimeBase } from "../run-clock.js";

/** Bytes: two slots. */
export const headerLength = 32;
const headerKind = 1;
const version = 1;
const headerCrcOffset = 28;

/** What a block begins with. It is written when the readings the block takes over are in it: a block without one does not exist. */
export interface RingHeader {
	/** 1, 2, …: the order of the blocks. */
	readonly generation: number;
	/** The run of the firmware that opened the block: the generation of the first block it could open. */
	readonly run: number;
	/** Sequence number of the block's first reading. */
	readonly first: number;
	/** Every reading up to this one was acknowledged or dropped when the block was opened. */
	readonly settled: number;
	/** Readings dropped by then, in total. */
	readonly dropped: number;
	/** Generation of the block whose unsettled readings this one holds as well, so that it may be erased; 0: none. */
	readonly absorbed: number;
}

export function encodeHeader(header: RingHeader): Uint8Array {
	const bytes = new Uint8Array(headerLength);
	const view = new DataView(bytes.buffer);
	view.setUint8(0, headerKind);
	view.setUint8(1, version);
	const { generation, run, first, settled, dropped, absorbed } = header;
	for (const [index, value] of [generation, run, first, settled, dropped, absorbed].entries()) {
		view.setUint32(4 + 4 * index, value, true);
	}
	view.setUint32(headerCrcOffset, crc32(bytes.subarray(0, headerCrcOffset)), true);
	return bytes;
}

/** Undefined when there is none. */
export function decodeHeader(bytes: Uint8Array): RingHeader | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, headerLength);
	if (view.getUint8(0) !== headerKind || view.getUint8(1) !== version) return undefined;
	if (view.getUint32(headerCrcOffset, true) !== crc32(bytes.subarray(0, headerCrcOffset))) return undefined;
	const word = (index: number) => view.getUint32(4 + 4 * index, true);
	return {
		generation: word(0),
		run: word(1),
		first: word(2),
		settled: word(3),
		dropped: word(4),
		absorbed: word(5),
	};
}

/** Bytes of a record; every flash's `writeAlign` divides it. docs/readings-partition.md has the layout. */
export const slotLength = 16;

/** Kinds of records. Numbers are never reused; 1 is a block's header. */
export const recordKind = Object.freeze({
	wallReading: 2,
	runReading: 3,
	timelessReading: 4,
	origin: 5,
	settled: 6,
	measurements: 7,
} as const);

export interface RingRecord {
	readonly kind: number;
	/** Hundredths of a degree Celsius, for readings; of `measurements`, the humidity. */
	readonly value: number;
	/** A reading's or the last settled sequence number; of an origin, the run. */
	readonly number: number;
	/** 0 to 2^40 - 1: hundredths of a second; of `settled`, how many were dropped; of `measurements`, which there are and the pressure. */
	readonly time: number;
}

const two32 = 0x1_0000_0000;
const recordCrcOffset = 12;

/** The bytes of `record` in the block with that generation, which is no part of them but of their checksum. */
export function encodeRecord({ kind, value, number, time }: RingRecord, generation: number): Uint8Array {
	const bytes = new Uint8Array(slotLength);
	const view = new DataView(bytes.buffer);
	view.setUint8(0, kind);
	view.setUint8(1, Math.floor(time / two32));
	view.setInt16(2, value, true);
	view.setUint32(4, number, true);
	view.setUint32(8, time % two32, true);
	view.setUint32(recordCrcOffset, checksum(bytes, generation), true);
	return bytes;
}

/** Undefined when there is none: erased, torn and damaged bytes, and those of another generation, all look alike. */
export function decodeRecord(bytes: Uint8Array, generation: number): RingRecord | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, slotLength);
	if (view.getUint32(recordCrcOffset, true) !== checksum(bytes, generation)) return undefined;
	return {
		kind: view.getUint8(0),
		value: view.getInt16(2, true),
		number: view.getUint32(4, true),
		time: view.getUint8(1) * two32 + view.getUint32(8, true),
	};
}

function checksum(bytes: Uint8Array, generation: number): number {
	const seed = new Uint8Array(4);
	new DataView(seed.buffer).setUint32(0, generation, true);
	return crc32(seed, bytes.subarray(0, recordCrcOffset));
}

const kindOf: Readonly<Record<TimeBase, number>> = Object.freeze({
	wall: recordKind.wallReading,
	run: recordKind.runReading,
	none: recordKind.timelessReading,
});

/** The records of a reading, in the order they are written: what was measured besides the temperature, where there is any, comes first. */
export function readingRecords(reading: StoredReading): readonly RingRecord[] {
	const { hundredths, sequence, base, time } = reading;
	const record = { kind: kindOf[base], value: hundredths, number: sequence, time };
	const { humidity, pascals } = reading;
	return humidity === undefined && pascals === undefined ? [record] : [measurementsRecord(reading), record];
}

/** What a record of kind `measurements` holds: bits 32 and 33 of its time. The pressure is bits 0 to 17; what is between is spare. */
const holdsHumidity = 1;
const holdsPressure = 2;
const pressureSpan = 2 ** 18;

function measurementsRecord({ humidity, pascals, sequence }: StoredReading): RingRecord {
	const held = (humidity === undefined ? 0 : holdsHumidity) + (pascals === undefined ? 0 : holdsPressure);
	const time = held * two32 + (pascals ?? 0);
	return { kind: recordKind.measurements, value: humidity ?? 0, number: sequence, time };
}

/** Undefined when `record` is not a reading. `before` is what stands before it in its block. */
export function recordedReading(record: RingRecord, before?: RingRecord): StoredReading | undefined {
	const { kind, value, number, time } = record;
	const base = (["wall", "run", "none"] as const).find((one) => kindOf[one] === kind);
	if (base === undefined) return undefined;
	const reading: { -readonly [Member in keyof StoredReading]: StoredReading[Member] } = {
		hundredths: value,
		sequence: number,
		base,
		time,
	};
	// A power cut may leave measurements without their reading, whose number another one gets, in another block.
	if (before?.kind !== recordKind.measurements || before.number !== number) return reading;
	const held = Math.floor(before.time / two32);
	if ((held & holdsHumidity) !== 0) reading.humidity = before.value;
	if ((held & holdsPressure) !== 0) reading.pascals = before.time % pressureSpan;
	return reading;
}
