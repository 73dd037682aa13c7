import { randomBytes } from "node:crypto";
import { AwsError } from "../../aws-error.js";
import type { Store } from "../../store/store.js";
import type { Table } from "../../store/table.js";

const key = "code";

/** The account's registration code: the same until it is deleted. */
export class RegistrationCode {
	readonly #rows: Table<string>;

	constructor(store: Store) {
		this.#rows = store.table("registration-code", { encode: (code) => code, decode: (json) => String(json) });
	}

	get(): string {
		const present = this.find();
		if (present !== undefined) return present;
		const code = randomBytes(32).toString("hex");
		this.#rows.set(key, code);
		return code;
	}

	find(): string | undefined {
		return this.#rows.get(key);
	}

	delete(): void {
		if (this.#rows.delete(key)) return;
		throw new AwsError("ResourceNotFoundException", "There is no registration code: GetRegistrationCode makes one");
	}
}
