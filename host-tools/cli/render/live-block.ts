import type { Output } from "../command-context.js";

/** Redraws at most this often, in ms: faster than the eye, slower than 200 devices. */
const redrawIntervalMs = 100;

/** Lines at the bottom of a terminal that are drawn again in place, while other lines scroll by above them. */
export class LiveBlock {
	readonly #output: Output;
	readonly #lines: () => readonly string[];
	#drawn = 0;
	#timer: NodeJS.Timeout | undefined;

	/** `lines` gives the block's present text; none may be wider than the terminal. */
	constructor(output: Output, lines: () => readonly string[]) {
		this.#output = output;
		this.#lines = lines;
	}

	/** Draws soon. */
	changed(): void {
		this.#timer ??= setTimeout(() => this.#draw(), redrawIntervalMs);
	}

	/** Takes the block off the screen while `print` writes what is to stay. */
	above(print: () => void): void {
		this.#erase();
		print();
		if (this.#lines().length > 0) this.changed();
	}

	/** Leaves the last state on the screen. May be called twice. */
	close(): void {
		if (this.#timer !== undefined) this.#draw();
	}

	#draw(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#erase();
		const lines = this.#lines();
		if (lines.length > 0) this.#output.write(`${lines.join("\n")}\n`);
		this.#drawn = lines.length;
	}

	#erase(): void {
		if (this.#drawn > 0) this.#output.write(`\x1b[${this.#drawn}A\r\x1b[0J`);
		this.#drawn = 0;
	}
}
