import { crc32 } from "../../encoding/crc32.js";

/** Bytes: two slots. */
export const headerLength = 32;
const headerKind = 1;
const version = 1;
const crcOffset = 28;

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
	view.setUint32(crcOffset, crc32(bytes.subarray(0, crcOffset)), true);
	return bytes;
}

/** Undefined when there is none. */
export function decodeHeader(bytes: Uint8Array): RingHeader | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, headerLength);
	if (view.getUint8(0) !== headerKind || view.getUint8(1) !== version) return undefined;
	if (view.getUint32(crcOffset, true) !== crc32(bytes.subarray(0, crcOffset))) return undefined;
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
