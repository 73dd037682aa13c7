import { createHash, randomBytes } from "node:crypto";
import type { EmulatorClock } from "../../clock.js";
import type { Store } from "../../store/store.js";
import type { Table } from "../../store/table.js";
import { invalidToken } from "./rejection.js";

/** An ownership token is good for one hour (docs/aws-behaviour.md, "Ownership tokens"). */
export const tokenLifetimeMs = 3_600_000;
/** The oldest go when there are more. */
const tokenLimit = 100_000;

export interface TokenRow {
	readonly certificateId: string;
	/** ms */
	readonly expiresAt: number;
	/** What RegisterThing answered, once it was accepted. */
	readonly registered?: {
		readonly templateName: string;
		readonly thingName: string | undefined;
		readonly deviceConfiguration: Readonly<Record<string, string>>;
	};
}

/** Certificate ownership tokens. Only their hashes are kept: who reads the store learns none. */
export class OwnershipTokens {
	readonly #clock: EmulatorClock;
	readonly #table: Table<TokenRow>;

	constructor(clock: EmulatorClock, store: Store) {
		this.#clock = clock;
		this.#table = store.table<TokenRow>("ownership-token", { encode: (row) => row, decode: decodeRow });
	}

	/** A new token for a certificate, in the shape AWS's have: 464 characters of base64. */
	issue(certificateId: string, expiresAt: number): string {
		this.#forgetExpired();
		const cipher = randomBytes(233).toString("base64");
		const token = Buffer.from(JSON.stringify({ version: "20191023", cipher })).toString("base64");
		this.#table.set(hash(token), { certificateId, expiresAt });
		return token;
	}

	/** Throws ProvisioningRejection InvalidCertificateOwnershipToken: empty, unknown or expired. */
	find(token: unknown): TokenRow {
		if (token === undefined || token === "") {
			throw invalidToken("Certificate ownership token cannot be empty.", "token-missing");
		}
		const row = typeof token === "string" ? this.#table.get(hash(token)) : undefined;
		if (row === undefined) throw invalidToken("Certificate ownership token is not valid.", "token-unknown");
		if (this.#clock.now() >= row.expiresAt) {
			throw invalidToken("Certificate ownership token has expired.", "token-expired");
		}
		return row;
	}

	registered(token: string, answer: NonNullable<TokenRow["registered"]>): void {
		this.#table.set(hash(token), { ...this.find(token), registered: answer });
	}

	/** Insertion order is order of expiry. Expired tokens stay known for another lifetime, so that a refusal can say so. */
	#forgetExpired(): void {
		for (const key of this.#table.keys()) {
			const row = this.#table.get(key);
			if (row === undefined) continue;
			if (this.#table.size < tokenLimit && row.expiresAt + tokenLifetimeMs > this.#clock.now()) return;
			this.#table.delete(key);
		}
	}
}

function hash(token: string): string {
	return createHash("sha256").update(token).digest("hex");
}

function decodeRow(json: unknown): TokenRow {
	const row = json as Partial<TokenRow> | null;
	if (typeof row?.certificateId === "string" && typeof row.expiresAt === "number") return row as TokenRow;
	throw new Error("A kept ownership token is of another version of thingsmith");
}
