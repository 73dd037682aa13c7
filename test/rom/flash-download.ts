import { CommandError } from "./command-error.js";
import type { FlashChip } from "./flash-chip.js";
import { Inflater } from "./inflater.js";

const sectorLength = 4096;

export interface DownloadOptions {
	readonly flash: FlashChip;
	readonly offset: number;
	/** Bytes: to erase for the ROM, to write for the stub. */
	readonly size: number;
	readonly compressed: boolean;
	/** The ROM erases all at the beginning, the stub each sector before it writes there. */
	readonly kind: "rom" | "stub";
}

/** Between FLASH_BEGIN and FLASH_END. Blocks are written one after another: neither ROM nor stub looks at sequence numbers. */
export class FlashDownload {
	readonly #options: DownloadOptions;
	readonly #inflater: Inflater | undefined;
	#next: number;
	#erasedTo: number;

	/** Erases, for the ROM. Throws CommandError `flash`. */
	constructor(options: DownloadOptions) {
		this.#options = options;
		this.#inflater = options.compressed ? new Inflater() : undefined;
		this.#next = options.offset;
		this.#erasedTo = options.offset - (options.offset % sectorLength);
		if (options.kind === "rom" && options.size > 0) options.flash.erase(options.offset, options.size);
	}

	get compressed(): boolean {
		return this.#options.compressed;
	}

	/** True when all that was announced is there. */
	get complete(): boolean {
		return this.#next >= this.#options.offset + this.#options.size;
	}

	/** Rejects with CommandError, or PowerCut. */
	async write(block: Uint8Array): Promise<void> {
		const { kind, offset, size } = this.#options;
		const bytes = this.#inflater ? await this.#inflater.push(block) : block;
		const room = offset + size - this.#next;
		if (kind === "rom") return this.#program(bytes);
		if (this.#inflater && bytes.length > room) throw new CommandError("too much data");
		// The stub leaves out what pads the last block.
		const wanted = bytes.subarray(0, room);
		this.#eraseTo(this.#next + wanted.length);
		this.#program(wanted);
	}

	close(): void {
		this.#inflater?.close();
	}

	#eraseTo(stop: number): void {
		const { flash } = this.#options;
		for (; this.#erasedTo < stop; this.#erasedTo += sectorLength) flash.erase(this.#erasedTo, sectorLength);
	}

	#program(bytes: Uint8Array): void {
		this.#options.flash.program(this.#next, bytes);
		this.#next += bytes.length;
	}
}
