import { mulberry32 } from "../support/mulberry32.js";

/** Choices of one input: the same seed makes the same input. */
export class Random {
	readonly #next: () => number;

	constructor(seed: number) {
		this.#next = mulberry32(seed);
	}

	/** 0 to `below` - 1. */
	int(below: number): number {
		return this.#next() % Math.max(below, 1);
	}

	/** True once in `times`. */
	once(times: number): boolean {
		return this.int(times) === 0;
	}

	pick<T>(items: readonly T[]): T {
		return items[this.int(items.length)] as T;
	}

	/** Mostly few, now and then up to `most`. */
	few(most: number): number {
		return this.int(this.once(4) ? most + 1 : Math.min(most, 3) + 1);
	}

	bytes(length: number): Buffer {
		const bytes = Buffer.allocUnsafe(length);
		for (let at = 0; at < length; at++) bytes[at] = this.#next() & 255;
		return bytes;
	}

	word(): number {
		return this.#next();
	}
}

/** The seed of one input of a target: inputs can be made again one by one. */
export function seedOf(seed: number, target: string, index: number): number {
	let mixed = seed ^ 0x9e3779b9;
	for (const character of target) mixed = Math.imul(mixed ^ character.charCodeAt(0), 0x01000193);
	return (Math.imul(mixed ^ index, 0x85ebca6b) ^ index) >>> 0;
}
