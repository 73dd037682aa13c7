import type { RingBlock } from "./ring-flash.js";

export interface BlockChoice {
	/** Blocks in the partition. */
	readonly count: number;
	/** In order. */
	readonly blocks: readonly RingBlock[];
	/** Every reading up to this one was acknowledged or dropped. */
	readonly settled: number;
	/** The newest block, when the new one takes over what is in it. */
	readonly absorbed: RingBlock | undefined;
	/** Positions that failed. */
	readonly bad: ReadonlySet<number>;
	/** Whether readings may be dropped for it. */
	readonly mayDrop: boolean;
}

/**
 * The position to open a block at: the next one round the ring without readings that are waiting, so that all wear alike, or else the
 * oldest block. Never the newest: until the new one is written, nothing else says what is settled.
 */
export function chooseBlock({ count, blocks, settled, absorbed, bad, mayDrop }: BlockChoice): number | undefined {
	const newest = blocks.at(-1);
	const isWaiting = (block: RingBlock, index: number) => block !== absorbed && !isSettled(blocks[index + 1], settled);
	const kept = new Set([...blocks.filter(isWaiting), ...(newest ? [newest] : [])].map(({ position }) => position));
	const start = newest ? newest.position + 1 : 0;
	const round = Array.from({ length: count }, (_, index) => (start + index) % count);
	const free = round.find((position) => !kept.has(position) && !bad.has(position));
	if (free !== undefined || !mayDrop) return free;
	return blocks.find((block) => block !== newest && !bad.has(block.position))?.position;
}

/** Whether all readings before `following` are. */
function isSettled(following: RingBlock | undefined, settled: number): boolean {
	return following !== undefined && following.first <= settled + 1;
}
