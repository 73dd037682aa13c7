import type { Flash } from "../../ports/flash.js";
import type { TextCodec } from "../../ports/text-codec.js";
import type { Bootstrap, Claim, PermanentCredential } from "../bootstrap.js";
import { DeviceError, toDeviceError } from "../errors.js";
import type { DeviceSettings } from "../settings.js";
import { formatSettings, parseSettings } from "../settings-json.js";
import { IdentityJournal } from "./journal.js";

/** A certificate that RegisterThing has to make valid, or has made valid but no reading has proved yet. */
export interface StagedIdentity {
	readonly certificateId: string;
	/** DER */
	readonly certificate: Uint8Array;
	/** PKCS#8 DER */
	readonly privateKey: Uint8Array;
	/** Proves to RegisterThing that the certificate is ours; undefined once refused, and for a permanent credential. */
	readonly ownershipToken: string | undefined;
	/** Known once RegisterThing was accepted. */
	readonly thingName: string | undefined;
}

/** Record types of docs/identity-partition.md. Numbers are never reused. */
const record = Object.freeze({
	settings: 2,
	rootCa: 3,
	claimCertificate: 4,
	claimKey: 5,
	claimInfo: 6,
	stagedCertificate: 7,
	stagedKey: 8,
	stagedInfo: 9,
	stagedThing: 10,
	identityCertificate: 11,
	identityKey: 12,
	identityInfo: 13,
	sealed: 14,
} as const);

/** What the device keeps in flash, in the order of its life: bootstrap and claim, staged identity, identity. */
export class IdentityStore {
	readonly #text: TextCodec;
	readonly #journal: IdentityJournal;

	/** Reads the flash. Throws `flash-failed`. */
	constructor(flash: Flash, text: TextCodec) {
		this.#text = text;
		this.#journal = guarded(() => new IdentityJournal(flash));
	}

	/**
	 * Erases what is left of claim and token once there is an identity, and notes that nothing is; does nothing where that is noted.
	 * Throws `flash-failed`; the identity stays usable, and the next call tries again.
	 */
	finishErasure(): void {
		if (!this.identity || this.#journal.values.has(record.sealed)) return;
		guarded(() => this.#journal.eraseStale());
		this.#set([[record.sealed, new Uint8Array(0)]]);
	}

	/** Writes a new device's bootstrap over whatever there was. */
	install(bootstrap: Bootstrap): void {
		const { settings, rootCa, credential } = bootstrap;
		const values = new Map([
			[record.settings, this.#text.encode(formatSettings(settings))],
			[record.rootCa, rootCa],
			...(credential.kind === "claim" ? this.#claimValues(credential) : this.#permanentValues(credential)),
		] as [number, Uint8Array][]);
		guarded(() => this.#journal.replace(values));
	}

	/**
	 * Gives a device that has no identity yet a new claim, e.g. because the first one expired. What it has staged stays: AWS may
	 * believe in it already. Throws `internal` when there is an identity to lose.
	 */
	renewClaim({ settings, rootCa }: Bootstrap, claim: Claim): void {
		if (this.identity) throw new DeviceError("internal", "A device with an identity takes no new claim");
		this.#set([
			[record.settings, this.#text.encode(formatSettings(settings))],
			[record.rootCa, rootCa],
			...this.#claimValues(claim),
		]);
	}

	/** Undefined when the flash holds no bootstrap. Throws `bootstrap-invalid`. */
	get settings(): DeviceSettings | undefined {
		const bytes = this.#get(record.settings);
		return bytes && parseSettings(this.#decode(record.settings, bytes));
	}

	/** DER. Undefined when the flash holds no bootstrap. */
	get rootCa(): Uint8Array | undefined {
		return this.#get(record.rootCa);
	}

	/** Undefined before a bootstrap and after `commit`. */
	get claim(): Claim | undefined {
		const certificate = this.#get(record.claimCertificate);
		const privateKey = this.#get(record.claimKey);
		if (!certificate || !privateKey) return undefined;
		const { expiresAt } = this.#json(record.claimInfo);
		return { certificate, privateKey, expiresAt: typeof expiresAt === "number" ? expiresAt : undefined };
	}

	get staged(): StagedIdentity | undefined {
		const certificate = this.#get(record.stagedCertificate);
		const privateKey = this.#get(record.stagedKey);
		if (!certificate || !privateKey) return undefined;
		const { certificateId, ownershipToken } = this.#json(record.stagedInfo);
		// A name belongs to one certificate: one left over from an earlier certificate does not count.
		const named = this.#json(record.stagedThing);
		const thingName = named.certificateId === certificateId ? named.thingName : undefined;
		return {
			certificateId: String(certificateId),
			certificate,
			privateKey,
			ownershipToken: typeof ownershipToken === "string" ? ownershipToken : undefined,
			thingName: typeof thingName === "string" ? thingName : undefined,
		};
	}

	/** The committed identity. */
	get identity(): PermanentCredential | undefined {
		const certificate = this.#get(record.identityCertificate);
		const privateKey = this.#get(record.identityKey);
		if (!certificate || !privateKey) return undefined;
		const { thingName, certificateId } = this.#json(record.identityInfo);
		return { certificate, privateKey, thingName: String(thingName), certificateId: String(certificateId) };
	}

	/** What the device may connect as itself with: the identity, or else the staged one once it has its name. */
	get ownCredential(): PermanentCredential | undefined {
		const { identity, staged } = this;
		if (identity) return identity;
		const thingName = staged?.thingName;
		return staged && thingName !== undefined ? { ...staged, thingName } : undefined;
	}

	/** Keeps certificate, key and token, before RegisterThing is asked to make them valid. */
	stage(staged: Omit<StagedIdentity, "thingName">): void {
		const { certificate, privateKey, certificateId, ownershipToken } = staged;
		this.#set([
			[record.stagedCertificate, certificate],
			[record.stagedKey, privateKey],
			[record.stagedInfo, this.#encode({ certificateId, ownershipToken })],
		]);
	}

	/** Gives up registering the staged certificate: its token was refused. */
	forgetToken(): void {
		this.#set([[record.stagedInfo, this.#encode({ certificateId: this.staged?.certificateId })]]);
	}

	/** Keeps the name AWS gave the staged certificate's thing. */
	nameStaged(thingName: string): void {
		const certificateId = this.staged?.certificateId;
		this.#set([[record.stagedThing, this.#encode({ certificateId, thingName })]]);
	}

	/** Makes the staged identity the identity, and forgets the claim: `finishErasure` comes next. Throws `internal` without a named one. */
	commit(): PermanentCredential {
		const { settings, rootCa, stagedCertificate, stagedKey, identityCertificate, identityKey, identityInfo } = record;
		const staged = this.staged;
		if (staged?.thingName === undefined) throw new DeviceError("internal", "No staged identity with a name to commit");
		const values = this.#journal.values;
		const { thingName, certificateId, certificate, privateKey } = staged;
		const committed = new Map([
			[settings, values.get(settings) as Uint8Array],
			[rootCa, values.get(rootCa) as Uint8Array],
			[identityCertificate, values.get(stagedCertificate) as Uint8Array],
			[identityKey, values.get(stagedKey) as Uint8Array],
			[identityInfo, this.#encode({ thingName, certificateId })],
		]);
		guarded(() => this.#journal.replace(committed));
		return { thingName, certificateId, certificate, privateKey };
	}

	#claimValues({ certificate, privateKey, expiresAt }: Claim): [number, Uint8Array][] {
		return [
			[record.claimCertificate, certificate],
			[record.claimKey, privateKey],
			[record.claimInfo, this.#encode({ expiresAt })],
		];
	}

	#permanentValues({ certificate, privateKey, thingName, certificateId }: PermanentCredential): [number, Uint8Array][] {
		return [
			[record.stagedCertificate, certificate],
			[record.stagedKey, privateKey],
			[record.stagedInfo, this.#encode({ certificateId })],
			[record.stagedThing, this.#encode({ certificateId, thingName })],
		];
	}

	#get(type: number): Uint8Array | undefined {
		return this.#journal.values.get(type);
	}

	#set(changes: [number, Uint8Array][]): void {
		guarded(() => this.#journal.set(new Map(changes)));
	}

	#encode(value: Readonly<Record<string, string | number | undefined>>): Uint8Array {
		return this.#text.encode(JSON.stringify(value));
	}

	#json(type: number): Readonly<Record<string, unknown>> {
		const bytes = this.#get(type);
		return bytes ? parseRecord(type, this.#decode(type, bytes)) : {};
	}

	#decode(type: number, bytes: Uint8Array): string {
		try {
			return this.#text.decode(bytes);
		} catch {
			throw unreadable(type, "UTF-8");
		}
	}
}

function parseRecord(type: number, text: string): Readonly<Record<string, unknown>> {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		// The parser's own error is dropped on purpose: it may quote the token.
	}
	if (typeof value !== "object" || value === null) throw unreadable(type, "a JSON object");
	return value as Record<string, unknown>;
}

function unreadable(type: number, expected: string): DeviceError {
	return new DeviceError("bootstrap-invalid", `Record ${type} of the flash is not ${expected}; write a new bootstrap`);
}

function guarded<T>(work: () => T): T {
	try {
		return work();
	} catch (error) {
		throw toDeviceError(error, "flash-failed");
	}
}
