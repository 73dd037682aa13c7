import type { StreamFaults } from "../../behaviour.js";

export interface Block {
	/** Its place in the file, from 0. */
	readonly number: number;
	readonly payload: Buffer;
}

/** Streams whose blocks are counted. */
const mostCounted = 10_000;

/** Harms blocks as the behaviour says; the same blocks in the same order are harmed alike. */
export class BlockFaults {
	#blocks = 0;
	readonly #ofStream = new Map<string, number>();

	/** What is sent in the place of the blocks of an answer. */
	harm(blocks: readonly Block[], faults: StreamFaults): readonly Block[] {
		const sent = blocks.flatMap((block) => this.#harmed(block, faults));
		return faults.reorder === true ? sent.reverse() : sent;
	}

	/** Whether the stream's version is to change, now that these blocks of it were sent. */
	isVersionDue(streamId: string, sent: number, { changeVersionAfter = 0 }: StreamFaults): boolean {
		if (changeVersionAfter === 0) return false;
		if (this.#ofStream.size >= mostCounted) this.#ofStream.clear();
		const before = this.#ofStream.get(streamId) ?? 0;
		this.#ofStream.set(streamId, before + sent);
		return before < changeVersionAfter && before + sent >= changeVersionAfter;
	}

	#harmed(block: Block, { loseEvery = 0, doubleEvery = 0, shortenEvery = 0 }: StreamFaults): readonly Block[] {
		this.#blocks += 1;
		const isTurn = (every: number) => every > 0 && this.#blocks % every === 0;
		if (isTurn(loseEvery)) return [];
		const sent = isTurn(shortenEvery) ? { ...block, payload: block.payload.subarray(0, -1) } : block;
		return isTurn(doubleEvery) ? [sent, sent] : [sent];
	}
}
