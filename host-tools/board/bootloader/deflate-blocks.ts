import { once } from "node:events";
import { createInflate, deflateSync } from "node:zlib";

export interface DeflatedBlock {
	/** A piece of the zlib stream. */
	readonly block: Uint8Array;
	/** Bytes that the receiver can write once it has the block. */
	readonly length: number;
}

/** `bytes` as one zlib stream in blocks of `blockLength`, with what each of them inflates to. */
export async function deflateBlocks(
	bytes: Uint8Array,
	blockLength: number,
): Promise<{ blocks: readonly DeflatedBlock[]; compressedLength: number }> {
	const compressed = deflateSync(bytes, { level: 9 });
	const inflate = createInflate();
	let inflated = 0;
	inflate.on("data", (chunk: Uint8Array) => {
		inflated += chunk.length;
	});
	const blocks: DeflatedBlock[] = [];
	for (let offset = 0; offset < compressed.length; offset += blockLength) {
		const block = new Uint8Array(compressed.subarray(offset, offset + blockLength));
		const before = inflated;
		await new Promise<void>((resolve) => inflate.write(block, () => resolve()));
		blocks.push({ block, length: inflated - before });
	}
	inflate.end();
	await once(inflate, "end");
	return { blocks, compressedLength: compressed.length };
}
