import type { GetStreamRequest } from "./get-stream-request.js";

/** Bytes of blocks that one request yields. */
const mostBytes = 131_072;

/** Numbers of the blocks that an answer has, rising: those asked for that a file of `size` bytes has, as many as go into one. */
export function requestedBlocks(
	{ blockSize, offset, count, bitmap }: GetStreamRequest,
	size: number,
): readonly number[] {
	const most = Math.min(Math.floor(mostBytes / blockSize), count ?? Number.POSITIVE_INFINITY);
	const there = Math.ceil(size / blockSize);
	const end = bitmap === undefined ? there : Math.min(there, offset + 8 * bitmap.length);
	const blocks: number[] = [];
	for (let block = offset; block < end && blocks.length < most; block++) {
		if (bitmap === undefined || hasBit(bitmap, block - offset)) blocks.push(block);
	}
	return blocks;
}

/** Blocks that follow each other, to be read at once. */
export function runsOf(blocks: readonly number[]): readonly { readonly first: number; readonly count: number }[] {
	const runs: { first: number; count: number }[] = [];
	for (const block of blocks) {
		const last = runs.at(-1);
		if (last !== undefined && last.first + last.count === block) last.count += 1;
		else runs.push({ first: block, count: 1 });
	}
	return runs;
}

function hasBit(bitmap: Uint8Array, bit: number): boolean {
	return ((bitmap[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0;
}
