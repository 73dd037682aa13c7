import flash, { type Flash as SdkFlash } from "embedded:storage/flash";
import { DeviceError, toDeviceError } from "../../ports/errors.js";
import type { Flash, FlashStatus } from "../../ports/flash.js";
import { checkBlock, checkRange, checkWrite, flashGeometry } from "../../ports/flash-rules.js";

class FlashPartition implements Flash {
	readonly #status: FlashStatus;
	#partition: SdkFlash | undefined;

	constructor(partition: SdkFlash) {
		const { size, blockLength } = partition.status();
		this.#partition = partition;
		this.#status = { ...flashGeometry, size, blockLength };
	}

	status(): FlashStatus {
		this.#opened();
		return this.#status;
	}

	read(offset: number, length: number): Uint8Array {
		checkRange(this.#status, offset, length);
		const bytes = new Uint8Array(length);
		this.#attempt((partition) => partition.read(bytes, offset));
		return bytes;
	}

	write(offset: number, bytes: Uint8Array): void {
		checkWrite(this.#status, offset, bytes.byteLength);
		this.#attempt((partition) => partition.write(bytes, offset));
	}

	eraseBlock(block: number): void {
		checkBlock(this.#status, block);
		this.#attempt((partition) => partition.eraseBlock(block));
	}

	close(): void {
		this.#partition?.close();
		this.#partition = undefined;
	}

	#attempt(action: (partition: SdkFlash) => void): void {
		const partition = this.#opened();
		try {
			action(partition);
		} catch (thrown) {
			throw toDeviceError(thrown, "flash-failed");
		}
	}

	#opened(): SdkFlash {
		if (this.#partition === undefined) throw new DeviceError("flash-failed", "The flash partition is closed");
		return this.#partition;
	}
}

/** Labels in partitions.csv. */
type PartitionLabel = "identity" | "readings";

/** Throws DeviceError `flash-failed` when the chip was flashed with another partition table. */
export function openFlashPartition(label: PartitionLabel): Flash {
	try {
		return new FlashPartition(flash.open({ path: label, mode: "r+" }));
	} catch (thrown) {
		throw new DeviceError("flash-failed", `No "${label}" partition: was partitions.csv flashed?`, thrown);
	}
}
