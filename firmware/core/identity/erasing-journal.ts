import { toDeviceError } from "../../ports/errors.js";
import type { Flash } from "../../ports/flash.js";
import type { Log } from "../../ports/log.js";
import { currentSlot } from "./identity-records.js";
import { IdentityJournal, type JournalValues } from "./journal.js";
import { recordType } from "./record-types.js";

export type Entry = readonly [number, Uint8Array];
export type Entries = readonly Entry[];

/**
 * The identity partition's records, of which nothing that was given up can be read from the flash in the end: keys, tokens, passwords.
 * Before there is an identity, the commit sees to that.
 */
export class ErasingJournal {
	readonly #journal: IdentityJournal;

	/** Reads the flash. Throws `flash-failed`. */
	constructor(flash: Flash) {
		this.#journal = guarded(() => new IdentityJournal(flash));
	}

	get values(): JournalValues {
		return this.#journal.values;
	}

	/** Whether there is a current identity; also where its records cannot be read. */
	get hasIdentity(): boolean {
		return this.values.has(currentSlot.certificate) && this.values.has(currentSlot.key);
	}

	/** What there is of `types`. */
	only(types: readonly number[]): Entries {
		return [...this.values].filter(([type]) => types.includes(type));
	}

	/** Without the note that nothing is left to erase: what is left out is still in the other half. */
	without(types: readonly number[]): Entries {
		return [...this.values].filter(([type]) => type !== recordType.sealed && !types.includes(type));
	}

	/**
	 * Sets values in one transaction. What they supersede is left to `finishErasure` once there is an identity. Throws `flash-failed`,
	 * `flash-full`.
	 */
	set(changes: Entries): void {
		const types = changes.map(([type]) => type);
		const supersedes = types.some((type) => this.values.has(type));
		if (supersedes && this.#mustErase) this.replace([...this.without(types), ...changes]);
		else guarded(() => this.#journal.set(new Map(changes)));
	}

	/** Makes `records` all there is: `finishErasure` comes next. Throws `flash-failed`, `flash-full`. */
	replace(records: Iterable<Entry>): void {
		guarded(() => this.#journal.replace(new Map(records)));
	}

	/**
	 * Erases what is left of secrets in the half that is not in use, once there is an identity or it was forgotten, and notes that nothing
	 * is; does nothing where that is noted. Returns false when some may still be there, which has been reported: what the flash holds
	 * works all the same, and the next call tries again.
	 */
	finishErasure(log: Log): boolean {
		if (!this.#mustErase || this.values.has(recordType.sealed)) return true;
		try {
			this.#journal.eraseStale();
			this.#journal.set(new Map([[recordType.sealed, new Uint8Array(0)]]));
			return true;
		} catch (thrown) {
			const { code, message } = toDeviceError(thrown, "flash-failed");
			log.write("warning", "erasure.pending", { code, message });
			return false;
		}
	}

	get #mustErase(): boolean {
		return this.hasIdentity || this.values.has(recordType.forgotten);
	}
}

function guarded<T>(work: () => T): T {
	try {
		return work();
	} catch (error) {
		throw toDeviceError(error, "flash-failed");
	}
}
