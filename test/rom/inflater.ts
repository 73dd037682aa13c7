import { createInflate } from "node:zlib";
import { CommandError } from "./command-error.js";

/** A zlib stream that arrives in pieces. */
export class Inflater {
	readonly #stream = createInflate();
	#output: Uint8Array[] = [];
	#fail: (error: CommandError) => void = () => {};

	constructor() {
		this.#stream.on("data", (chunk: Buffer) => this.#output.push(chunk));
		this.#stream.on("error", () => this.#fail(new CommandError("inflate")));
	}

	/** All that can be said after `piece`. Rejects with CommandError `inflate`. */
	async push(piece: Uint8Array): Promise<Uint8Array> {
		if (this.#stream.destroyed) throw new CommandError("inflate");
		await new Promise<void>((resolve, reject) => {
			this.#fail = reject;
			this.#stream.write(piece, () => resolve());
		});
		const output = Buffer.concat(this.#output);
		this.#output = [];
		return output;
	}

	close(): void {
		this.#stream.destroy();
	}
}
