import { maximumPayload } from "./frame.js";

const headLength = 3;
/** Bytes of a record in one frame. */
export const maximumPart = maximumPayload - headLength;

/** A piece of a record: the payload of `part`. */
export interface Part {
	readonly type: number;
	/** Bytes of the record before it. */
	readonly offset: number;
	readonly bytes: Uint8Array;
}

/** Record type (uint8), offset (uint16, little endian), bytes. */
export function encodePart({ type, offset, bytes }: Part): Uint8Array {
	const payload = new Uint8Array(headLength + bytes.length);
	payload.set([type, offset & 0xff, offset >> 8]);
	payload.set(bytes, headLength);
	return payload;
}

/** Undefined for a malformed one. */
export function decodePart(payload: Uint8Array): Part | undefined {
	const [type, low, high] = payload;
	if (type === undefined || low === undefined || high === undefined) return undefined;
	return { type, offset: low | (high << 8), bytes: payload.subarray(headLength) };
}
