import { DeviceError, toDeviceError } from "../../ports/errors.js";
import type { Flash } from "../../ports/flash.js";
import type { DeviceKey } from "../../ports/key-maker.js";
import type { TextCodec } from "../../ports/text-codec.js";
import type { Bootstrap, Claim, PermanentCredential } from "../bootstrap.js";
import type { DeviceSettings } from "../settings/settings.js";
import { parseSettings } from "../settings/settings-json.js";
import { toRecords } from "./bootstrap-records.js";
import { IdentityJournal } from "./journal.js";
import { decodeMembers, decodeText, encodeMembers } from "./record-json.js";
import { recordType } from "./record-types.js";

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
	 * Erases what is left of secrets once there is an identity, or it was forgotten, and notes that nothing is; does nothing where that
	 * is noted. Throws `flash-failed`; what the flash holds stays usable, and the next call tries again.
	 */
	finishErasure(): void {
		const { values } = this.#journal;
		const due = this.identity !== undefined || values.has(recordType.forgotten);
		if (!due || values.has(recordType.sealed)) return;
		guarded(() => this.#journal.eraseStale());
		this.#set([[recordType.sealed, new Uint8Array(0)]]);
	}

	/** Writes a new device's bootstrap over whatever there was. */
	install(bootstrap: Bootstrap): void {
		const records = new Map(toRecords(bootstrap, this.#text));
		// The key of an identity that is replaced must not stay in the other half.
		if (this.identity) records.set(recordType.forgotten, new Uint8Array(0));
		guarded(() => this.#journal.replace(records));
	}

	/**
	 * Gives a device that has no identity yet a new claim, e.g. because the first one expired. What it has staged stays: AWS may
	 * believe in it already. Throws `internal` when there is an identity to lose.
	 */
	renewClaim({ settings, rootCa }: Bootstrap, claim: Claim): void {
		if (this.identity) throw new DeviceError("internal", "A device with an identity takes no new claim");
		const records = toRecords({ settings, rootCa, credential: { kind: "claim", ...claim } }, this.#text);
		guarded(() => this.#journal.set(records));
	}

	/** Undefined when the flash holds no bootstrap. Throws `bootstrap-invalid`. */
	get settings(): DeviceSettings | undefined {
		const bytes = this.#get(recordType.settings);
		return bytes && parseSettings(this.#decode(recordType.settings, bytes));
	}

	/** DER. Undefined when the flash holds no bootstrap. */
	get rootCa(): Uint8Array | undefined {
		return this.#get(recordType.rootCa);
	}

	/** Undefined before a bootstrap and after `commit`. */
	get claim(): Claim | undefined {
		const certificate = this.#get(recordType.claimCertificate);
		const privateKey = this.#get(recordType.claimKey);
		if (!certificate || !privateKey) return undefined;
		const { expiresAt } = this.#json(recordType.claimInfo);
		return { certificate, privateKey, expiresAt: typeof expiresAt === "number" ? expiresAt : undefined };
	}

	get staged(): StagedIdentity | undefined {
		const certificate = this.#get(recordType.stagedCertificate);
		const privateKey = this.#get(recordType.stagedKey);
		if (!certificate || !privateKey) return undefined;
		const { certificateId, ownershipToken } = this.#json(recordType.stagedInfo);
		// A name belongs to one certificate: one left over from an earlier certificate does not count.
		const named = this.#json(recordType.stagedThing);
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
		const certificate = this.#get(recordType.identityCertificate);
		const privateKey = this.#get(recordType.identityKey);
		if (!certificate || !privateKey) return undefined;
		const { thingName, certificateId } = this.#json(recordType.identityInfo);
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
			[recordType.stagedCertificate, certificate],
			[recordType.stagedKey, privateKey],
			[recordType.stagedInfo, this.#encode({ certificateId, ownershipToken })],
		]);
	}

	/** Gives up registering the staged certificate: its token was refused. */
	forgetToken(): void {
		this.#set([[recordType.stagedInfo, this.#encode({ certificateId: this.staged?.certificateId })]]);
	}

	/** Keeps the name AWS gave the staged certificate's thing. */
	nameStaged(thingName: string): void {
		const certificateId = this.staged?.certificateId;
		this.#set([[recordType.stagedThing, this.#encode({ certificateId, thingName })]]);
	}

	/** Makes the staged identity the identity, and forgets the claim: `finishErasure` comes next. Throws `internal` without a named one. */
	commit(): PermanentCredential {
		const { settings, rootCa, stagedCertificate, stagedKey, identityCertificate, identityKey, identityInfo } =
			recordType;
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

	/** Keeps the key the device made for itself, before anybody is asked for a certificate for it. */
	keepKey({ privateKey, certificateSigningRequest }: DeviceKey): void {
		this.#set([
			[recordType.pendingKey, privateKey],
			[recordType.pendingRequest, this.#text.encode(certificateSigningRequest)],
		]);
	}

	/** Undefined before `keepKey` and after `commit`. */
	get pendingKey(): DeviceKey | undefined {
		const privateKey = this.#get(recordType.pendingKey);
		const request = this.#get(recordType.pendingRequest);
		if (!privateKey || !request) return undefined;
		return { privateKey, certificateSigningRequest: this.#decode(recordType.pendingRequest, request) };
	}

	/**
	 * Forgets identity, claim and keys, and with `everything` settings and root CA too: `finishErasure` comes next. What AWS knows of the
	 * device is not touched.
	 */
	forget({ everything }: { readonly everything: boolean }): void {
		const { settings, rootCa, forgotten } = recordType;
		const kept = everything ? [] : [settings, rootCa].flatMap((type) => this.#kept(type));
		guarded(() => this.#journal.replace(new Map([...kept, [forgotten, new Uint8Array(0)]])));
	}

	#kept(type: number): [number, Uint8Array][] {
		const value = this.#get(type);
		return value ? [[type, value]] : [];
	}

	#get(type: number): Uint8Array | undefined {
		return this.#journal.values.get(type);
	}

	#set(changes: [number, Uint8Array][]): void {
		guarded(() => this.#journal.set(new Map(changes)));
	}

	#encode(value: Readonly<Record<string, string | undefined>>): Uint8Array {
		return encodeMembers(value, this.#text);
	}

	#json(type: number): Readonly<Record<string, unknown>> {
		const bytes = this.#get(type);
		return bytes ? decodeMembers(type, bytes, this.#text) : {};
	}

	#decode(type: number, bytes: Uint8Array): string {
		return decodeText(type, bytes, this.#text);
	}
}

function guarded<T>(work: () => T): T {
	try {
		return work();
	} catch (error) {
		throw toDeviceError(error, "flash-failed");
	}
}
