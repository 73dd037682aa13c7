import { CommandError } from "./command-error.js";

interface Segment {
	readonly start: number;
	readonly size: number;
	received: number;
}

/** What was loaded into RAM; nothing of it is ever run, but only what is whole could be. */
export class RamDownload {
	readonly #segments: Segment[] = [];

	begin(start: number, size: number): void {
		this.#segments.push({ start, size, received: 0 });
	}

	/** Throws CommandError: no MEM_BEGIN, or more than it announced. */
	write(length: number): void {
		const segment = this.#segments.at(-1);
		if (segment === undefined) throw new CommandError("result");
		if (segment.received + length > segment.size) throw new CommandError("RAM size");
		segment.received += length;
	}

	/** True when `entry` lies in a segment, and all segments are whole. */
	canRun(entry: number): boolean {
		const whole = this.#segments.every(({ size, received }) => received === size);
		return whole && this.#segments.some(({ start, size }) => entry >= start && entry < start + size);
	}
}
