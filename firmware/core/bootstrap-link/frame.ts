import type { TextCodec } from "../../ports/text-codec.js";
import { crc32 } from "../encoding/crc32.js";

/** docs/serial-bootstrap.md has the layout. A change to it, or to what a frame means, is another protocol. */
export const linkProtocol = 1;

export const frameType = Object.freeze({ hello: 1, begin: 2, part: 3, end: 4, abort: 5, request: 6 } as const);

/** Characters of a line from `@` to its end, so that it fits the receive buffer of a chip's UART. */
export const maximumLine = 300;
/** Bytes. */
export const maximumPayload = 200;
const headLength = 4;
const checkLength = 4;

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
