import type { Flash, FlashStatus } from "firmware/ports/flash";

/** Counts the erases of each block. */
export class CountingFlash implements Flash {
	readonly #flash: Flash;
	readonly erases: number[];

	constructor(flash: Flash) {
		this.#flash = flash;
		const { size, blockLength } = flash.status();
		this.erases = new Array(size / blockLength).fill(0);
	}

	status(): FlashStatus {
		return this.#flash.status();
	}

	read(offset: number, length: number): Uint8Array {
		return this.#flash.read(offset, length);
	}

	write(offset: number, bytes: Uint8Array): void {
		this.#flash.write(offset, bytes);
	}

	eraseBlock(block: number): void {
		this.#flash.eraseBlock(block);
		this.erases[block] = (this.erases[block] ?? 0) + 1;
	}

	close(): void {
		this.#flash.close();
	}
}
