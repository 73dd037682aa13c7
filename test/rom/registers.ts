/** The chip's address space as READ_REG and WRITE_REG see it: words that remember, and some that act. */
export class Registers {
	readonly #words: Map<number, number>;
	readonly #readers = new Map<number, () => number>();
	readonly #writers = new Map<number, (value: number) => void>();

	constructor(initial: Iterable<readonly [number, number]>) {
		this.#words = new Map(initial);
	}

	/** 0 where nothing was ever written. */
	read(address: number): number {
		const value = this.#readers.get(address)?.() ?? this.#words.get(address) ?? 0;
		return value >>> 0;
	}

	/** Bits outside `mask` keep their value. */
	write(address: number, value: number, mask: number): void {
		const merged = ((this.read(address) & ~mask) | (value & mask)) >>> 0;
		this.#words.set(address, merged);
		this.#writers.get(address)?.(merged);
	}

	onRead(address: number, reader: () => number): void {
		this.#readers.set(address, reader);
	}

	/** `writer` gets the word after the write, and may write another. */
	onWrite(address: number, writer: (value: number) => void): void {
		this.#writers.set(address, writer);
	}

	/** Sets a word without what a write would cause. */
	poke(address: number, value: number): void {
		this.#words.set(address, value >>> 0);
	}
}
