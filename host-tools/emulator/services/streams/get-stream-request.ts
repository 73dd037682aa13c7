import { StreamRejection } from "./stream-rejection.js";

/** AWS's limits of a request for blocks (developer guide, Using MQTT-based file delivery in devices). */
const limits = Object.freeze({
	smallestBlock: 256,
	largestBlock: 131_072,
	/** In blocks. */
	offset: 98_304,
	blocks: 98_304,
	/** Bytes. */
	bitmap: 12_288,
	clientToken: 64,
});

/** A request for blocks, checked without the stream. */
export interface GetStreamRequest {
	readonly streamVersion: number | undefined;
	readonly fileId: number;
	/** Bytes. */
	readonly blockSize: number;
	/** In blocks. */
	readonly offset: number;
	/** At most so many; as many as go into an answer without it. */
	readonly count: number | undefined;
	/** Bit 0 of its first byte is block `offset`; all blocks from there on without it. */
	readonly bitmap: Uint8Array | undefined;
}

type Members = ReadonlyMap<string, unknown>;

/** Member `c`. Throws StreamRejection InvalidRequest. */
export function clientTokenIn(members: Members): string | undefined {
	const token = members.get("c");
	if (token === undefined) return undefined;
	if (typeof token === "string" && Buffer.byteLength(token) <= limits.clientToken) return token;
	throw new StreamRejection(
		"InvalidRequest",
		`c, the client token, must be a text of at most ${limits.clientToken} bytes`,
	);
}

/** Throws StreamRejection with AWS's code for what is wrong. */
export function readGetStream(members: Members): GetStreamRequest {
	const fileId = required(members, "f", "the file's id");
	if (fileId < 0 || fileId > 255)
		throw new StreamRejection("InvalidRequest", `f, the file's id, must be 0 to 255: it is ${fileId}`);
	const blockSize = required(members, "l", "the block size");
	within(blockSize, [limits.smallestBlock, limits.largestBlock], ["BlockSizeOutOfBounds", "l, the block size,"]);
	const offset = integer(members, "o", "the offset") ?? 0;
	within(offset, [0, limits.offset], ["OffsetOutOfBounds", "o, the offset in blocks,"]);
	const count = integer(members, "n", "the number of blocks");
	if (count !== undefined) within(count, [0, limits.blocks], ["BlockCountLimitExceeded", "n, the number of blocks,"]);
	return {
		streamVersion: integer(members, "s", "the stream's version"),
		fileId,
		blockSize,
		offset,
		count,
		bitmap: bitmapIn(members),
	};
}

function required(members: Members, name: string, what: string): number {
	const value = integer(members, name, what);
	if (value === undefined) throw new StreamRejection("InvalidRequest", `${name}, ${what}, is missing`);
	return value;
}

function integer(members: Members, name: string, what: string): number | undefined {
	const value = members.get(name);
	if (value === undefined || Number.isSafeInteger(value)) return value as number | undefined;
	throw new StreamRejection("InvalidRequest", `${name}, ${what}, must be an integer`);
}

function within(
	value: number,
	[least, most]: readonly [number, number],
	[code, what]: readonly [StreamRejection["code"], string],
): void {
	if (value < least || value > most)
		throw new StreamRejection(code, `${what} must be ${least} to ${most}: it is ${value}`);
}

/** A hexadecimal number in JSON, whose digits are bytes in order; bytes in CBOR. */
function bitmapIn(members: Members): Uint8Array | undefined {
	const value = members.get("b");
	if (value === undefined) return undefined;
	const bitmap = value instanceof Uint8Array ? value : fromHex(value);
	if (bitmap.length <= limits.bitmap) return bitmap;
	throw new StreamRejection(
		"BlockBitmapLimitExceeded",
		`b, the bitmap, has ${bitmap.length} bytes: the limit is ${limits.bitmap}`,
	);
}

function fromHex(value: unknown): Uint8Array {
	const digits = typeof value === "string" ? /^(?:0x)?((?:[0-9a-f]{2})+)$/i.exec(value)?.[1] : undefined;
	if (digits === undefined)
		throw new StreamRejection("InvalidRequest", "b, the bitmap, must be bytes in hexadecimal digits");
	return Buffer.from(digits, "hex");
}
