import { DeviceError } from "../../ports/errors.js";
import { crc32 } from "../encoding/crc32.js";
import type { JournalValues } from "../identity/journal.js";
import type { Manifest, Part } from "./frames.js";

interface Incoming {
	readonly bytes: Uint8Array;
	received: number;
}

/** A bootstrap that is coming in, in memory only. */
export class Transfer {
	readonly #crc: number;
	/** In the order of the announcement. */
	readonly #records = new Map<number, Incoming>();

	constructor({ records, crc }: Manifest) {
		this.#crc = crc;
		for (const { type, length } of records) this.#records.set(type, { bytes: new Uint8Array(length), received: 0 });
	}

	/** Throws `bootstrap-invalid` for a part that was not announced or is not the next one of its record. */
	add({ type, offset, bytes }: Part): void {
		const record = this.#records.get(type);
		if (!record || offset !== record.received || offset + bytes.length > record.bytes.length) {
			throw new DeviceError(
				"bootstrap-invalid",
				`${bytes.length} bytes at ${offset} of record ${type} do not belong here`,
			);
		}
		record.bytes.set(bytes, offset);
		record.received += bytes.length;
	}

	/** The records. Throws `bootstrap-invalid` unless all are there and unharmed. */
	finish(): JournalValues {
		for (const [type, { bytes, received }] of this.#records) {
			if (received === bytes.length) continue;
			throw new DeviceError("bootstrap-invalid", `Record ${type} has ${received} of ${bytes.length} bytes`);
		}
		const records = new Map([...this.#records].map(([type, { bytes }]) => [type, bytes]));
		if (crc32(...records.values()) !== this.#crc) {
			throw new DeviceError("bootstrap-invalid", "The checksum of the bootstrap is wrong");
		}
		return records;
	}
}
