import { DeviceError } from "../../ports/errors.js";
import type { TextCodec } from "../../ports/text-codec.js";
import { crc32 } from "../encoding/crc32.js";
import { bootstrapKinds } from "../identity/bootstrap-records.js";

/** docs/serial-bootstrap.md has the layout. A change to it, or to what a frame means, is another protocol. */
export const linkProtocol = 1;

export const frameType = Object.freeze({ hello: 1, begin: 2, part: 3, end: 4, abort: 5, request: 6 } as const);

/** Characters of a line from `@` to its end, so that it fits the receive buffer of a chip's UART. */
export const maximumLine = 300;
/** Bytes. */
export const maximumPayload = 200;
/** Bytes of a whole bootstrap; with what a device may have staged it fits half a partition, and a chip's memory. */
export const maximumBootstrap = 12_288;
const headLength = 4;
const checkLength = 4;
const manifestEntryLength = 3;
const partHeadLength = 3;
/** Bytes of a record in one `part`. */
export const maximumPart = maximumPayload - partHeadLength;

export interface Frame {
	/** 0 to 255 */
	readonly type: number;
	/** 0 to 65535 */
	readonly sequence: number;
	readonly payload: Uint8Array;
}

export interface ReceivedFrame extends Frame {
	/** 0 to 255 */
	readonly protocol: number;
	/** Of all before it: the same frame again has the same. */
	readonly crc: number;
}

/** The line, its end included. */
export function encodeFrame({ type, sequence, payload }: Frame, codec: TextCodec): string {
	if (payload.length > maximumPayload) throw new RangeError(`${payload.length} bytes do not fit a frame`);
	const bytes = new Uint8Array(headLength + payload.length + checkLength);
	const view = new DataView(bytes.buffer);
	bytes.set([linkProtocol, type]);
	view.setUint16(2, sequence, true);
	bytes.set(payload, headLength);
	view.setUint32(headLength + payload.length, crc32(bytes.subarray(0, -checkLength)), true);
	return `@${codec.toBase64(bytes)}\n`;
}

/** The frame in a line without `@` and end; undefined for anything that is not whole and unharmed. */
export function decodeFrame(line: Uint8Array, codec: TextCodec): ReceivedFrame | undefined {
	let bytes: Uint8Array;
	try {
		bytes = codec.fromBase64(codec.decode(line));
	} catch {
		return undefined;
	}
	const end = bytes.length - checkLength;
	if (end < headLength) return undefined;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	const crc = view.getUint32(end, true);
	if (crc32(bytes.subarray(0, end)) !== crc) return undefined;
	return {
		protocol: view.getUint8(0),
		type: view.getUint8(1),
		sequence: view.getUint16(2, true),
		payload: bytes.slice(headLength, end),
		crc,
	};
}

/** What is to come: the payload of `begin`. */
export interface Manifest {
	/** Type and length of the records in the order they are sent. */
	readonly records: readonly { readonly type: number; readonly length: number }[];
	/** CRC-32 of all records in this order. */
	readonly crc: number;
}

/** Count (uint8), then type (uint8) and length (uint16) of each, then the CRC (uint32), little endian. */
export function encodeManifest({ records, crc }: Manifest): Uint8Array {
	const bytes = new Uint8Array(1 + records.length * manifestEntryLength + 4);
	const view = new DataView(bytes.buffer);
	view.setUint8(0, records.length);
	for (const [index, { type, length }] of records.entries()) {
		view.setUint8(1 + index * manifestEntryLength, type);
		view.setUint16(2 + index * manifestEntryLength, length, true);
	}
	view.setUint32(bytes.length - 4, crc, true);
	return bytes;
}

/** Throws `bootstrap-invalid` for records that make no bootstrap, `flash-full` for too many bytes. */
export function decodeManifest(payload: Uint8Array): Manifest {
	const count = payload[0] ?? 0;
	if (payload.length !== 1 + count * manifestEntryLength + 4)
		throw invalid("The announcement of the bootstrap is malformed");
	const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
	const records = Array.from({ length: count }, (_, index) => ({
		type: view.getUint8(1 + index * manifestEntryLength),
		length: view.getUint16(2 + index * manifestEntryLength, true),
	}));
	const types = records.map(({ type }) => type).sort((a, b) => a - b);
	// Every kind lists its types in ascending order.
	if (!bootstrapKinds.some((kind) => kind.length === count && kind.every((type, index) => type === types[index]))) {
		throw invalid(`Records of types ${types.join(", ")} make no bootstrap`);
	}
	const total = records.reduce((sum, { length }) => sum + length, 0);
	if (total > maximumBootstrap) {
		throw new DeviceError("flash-full", `The bootstrap has ${total} bytes, more than ${maximumBootstrap}`);
	}
	return { records, crc: view.getUint32(payload.length - 4, true) };
}

/** A piece of a record: the payload of `part`. */
export interface Part {
	readonly type: number;
	/** Bytes of the record before it. */
	readonly offset: number;
	readonly bytes: Uint8Array;
}

/** Record type (uint8), offset (uint16, little endian), bytes. */
export function encodePart({ type, offset, bytes }: Part): Uint8Array {
	const payload = new Uint8Array(partHeadLength + bytes.length);
	payload.set([type, offset & 0xff, offset >> 8]);
	payload.set(bytes, partHeadLength);
	return payload;
}

/** Undefined for a malformed one. */
export function decodePart(payload: Uint8Array): Part | undefined {
	const [type, low, high] = payload;
	if (type === undefined || low === undefined || high === undefined) return undefined;
	return { type, offset: low | (high << 8), bytes: payload.subarray(partHeadLength) };
}

function invalid(problem: string): DeviceError {
	return new DeviceError("bootstrap-invalid", problem);
}
