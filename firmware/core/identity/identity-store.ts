import { DeviceError, toDeviceError } from "../../ports/errors.js";
import type { Flash } from "../../ports/flash.js";
import type { DeviceKey } from "../../ports/key-maker.js";
import type { Log } from "../../ports/log.js";
import type { TextCodec } from "../../ports/text-codec.js";
import type { Bootstrap, Claim, PermanentCredential } from "../bootstrap.js";
import type { DeviceSettings } from "../settings/settings.js";
import { parseSettings } from "../settings/settings-json.js";
import { toRecords } from "./bootstrap-records.js";
import {
	type Candidate,
	candidateTypes,
	currentSlot,
	identityRecords,
	members,
	previousSlot,
	previousTypes,
	readCandidate,
	readIdentity,
} from "./identity-records.js";
import { IdentityJournal, type JournalValues } from "./journal.js";
import { decodeText, encodeMembers } from "./record-json.js";
import { recordType } from "./record-types.js";

type Entry = readonly [number, Uint8Array];
type Entries = readonly Entry[];

const { pendingKey, pendingRequest } = recordType;

/**
 * What the device keeps in flash: bootstrap and claim; the *current* identity; a *candidate*, which may stand beside it and becomes the
 * current one by `commit`; the *previous* one, until it is forgotten. Each method writes one transaction: after a power cut all of it
 * is there or nothing, and what worked before works on.
 */
export class IdentityStore {
	readonly #text: TextCodec;
	readonly #journal: IdentityJournal;

	/** Reads the flash. Throws `flash-failed`. */
	constructor(flash: Flash, text: TextCodec) {
		this.#text = text;
		this.#journal = guarded(() => new IdentityJournal(flash));
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
		const { expiresAt } = members(this.#values, recordType.claimInfo, this.#text);
		return { certificate, privateKey, expiresAt: typeof expiresAt === "number" ? expiresAt : undefined };
	}

	/** Whether there is a current identity; also where its records cannot be read. Throws nothing. */
	get hasIdentity(): boolean {
		return this.#values.has(currentSlot.certificate) && this.#values.has(currentSlot.key);
	}

	/** The identity that was proved last. Throws `bootstrap-invalid`. */
	get current(): PermanentCredential | undefined {
		return readIdentity(this.#values, currentSlot, this.#text);
	}

	/** The identity that the current one has replaced. */
	get previous(): PermanentCredential | undefined {
		return readIdentity(this.#values, previousSlot, this.#text);
	}

	/** The certificate that may become the current identity. */
	get candidate(): Candidate | undefined {
		return readCandidate(this.#values, this.#text);
	}

	/** What the device may connect as itself with: the current identity, or else the candidate once it has its name. */
	get credential(): PermanentCredential | undefined {
		const { current, candidate } = this;
		if (current) return current;
		const thingName = candidate?.thingName;
		return candidate && thingName !== undefined ? { ...candidate, thingName } : undefined;
	}

	/** The key the device made for itself; undefined before `keepKey` and after `commit`. */
	get pendingKey(): DeviceKey | undefined {
		const privateKey = this.#get(pendingKey);
		const request = this.#get(pendingRequest);
		if (!privateKey || !request) return undefined;
		return { privateKey, certificateSigningRequest: this.#decode(pendingRequest, request) };
	}

	/** Writes a new device's bootstrap over whatever there was. */
	install(bootstrap: Bootstrap): void {
		const records = toRecords(bootstrap, this.#text);
		// The key of an identity that is replaced must not stay in the other half.
		if (this.hasIdentity) records.set(recordType.forgotten, new Uint8Array(0));
		this.#replace(records);
	}

	/**
	 * Gives a device that has no identity yet a new claim, e.g. because the first one expired. The candidate stays: AWS may believe in
	 * it already. Throws `internal` when there is an identity to lose.
	 */
	renewClaim({ settings, rootCa }: Bootstrap, claim: Claim): void {
		if (this.hasIdentity) throw new DeviceError("internal", "A device with an identity takes no new claim");
		this.#set(toRecords({ settings, rootCa, credential: { kind: "claim", ...claim } }, this.#text));
	}

	/** Keeps the key the device made for itself, before anybody is asked for a certificate for it. */
	keepKey({ privateKey, certificateSigningRequest }: DeviceKey): void {
		this.#set([
			[pendingKey, privateKey],
			[pendingRequest, this.#text.encode(certificateSigningRequest)],
		]);
	}

	/** Keeps certificate, key and token of a candidate, before RegisterThing is asked to make them valid. */
	stage({ certificate, privateKey, certificateId, ownershipToken }: Omit<Candidate, "thingName">): void {
		this.#set([
			[recordType.candidateCertificate, certificate],
			[recordType.candidateKey, privateKey],
			[recordType.candidateInfo, this.#encode({ certificateId, ownershipToken })],
		]);
	}

	/** Gives up registering the candidate: its token was refused. */
	forgetToken(): void {
		this.#set([[recordType.candidateInfo, this.#encode({ certificateId: this.candidate?.certificateId })]]);
	}

	/** Keeps the name AWS gave the candidate's thing. */
	nameCandidate(thingName: string): void {
		const certificateId = this.candidate?.certificateId;
		this.#set([[recordType.candidateThing, this.#encode({ certificateId, thingName })]]);
	}

	/**
	 * Makes the candidate the current identity, the current one the previous, and forgets the claim: `finishErasure` comes next.
	 * Throws `internal` without a candidate that has a name.
	 */
	commit(): PermanentCredential {
		const { candidate, current } = this;
		if (candidate?.thingName === undefined) throw new DeviceError("internal", "No candidate with a name to commit");
		const { thingName, certificateId, certificate, privateKey } = candidate;
		const identity = { thingName, certificateId, certificate, privateKey };
		const kept = this.#only([recordType.settings, recordType.rootCa]);
		const old = current ? identityRecords(current, previousSlot, this.#text) : [];
		this.#replace([...kept, ...identityRecords(identity, currentSlot, this.#text), ...old]);
		return identity;
	}

	/** Makes the previous identity the current one again: `finishErasure` comes next. Throws `internal` without one. */
	rollBack(): PermanentCredential {
		const { previous } = this;
		if (!previous) throw new DeviceError("internal", "No previous identity to go back to");
		const kept = this.#without([...previousTypes, ...candidateTypes]);
		this.#replace([...kept, ...identityRecords(previous, currentSlot, this.#text)]);
		return previous;
	}

	/** Gives up a candidate beside a current identity: `finishErasure` comes next. Throws `internal` when it is all the device has. */
	dropCandidate(): void {
		if (!this.hasIdentity) throw new DeviceError("internal", "A device without an identity keeps its candidate");
		this.#replace(this.#without(candidateTypes));
	}

	/** `finishErasure` comes next. */
	forgetPrevious(): void {
		this.#replace(this.#without(previousTypes));
	}

	/**
	 * Forgets identities, claim and keys, and with `everything` settings and root CA too: `finishErasure` comes next. What AWS knows of
	 * the device is not touched.
	 */
	forget({ everything }: { readonly everything: boolean }): void {
		const kept = this.#only(everything ? [] : [recordType.settings, recordType.rootCa]);
		this.#replace([...kept, [recordType.forgotten, new Uint8Array(0)]]);
	}

	/**
	 * Erases what is left of secrets in the half that is not in use, once there is an identity or it was forgotten, and notes that nothing
	 * is; does nothing where that is noted. Returns false when some may still be there, which has been reported: what the flash holds
	 * works all the same, and the next call tries again.
	 */
	finishErasure(log: Log): boolean {
		const due = this.hasIdentity || this.#values.has(recordType.forgotten);
		if (!due || this.#values.has(recordType.sealed)) return true;
		try {
			this.#journal.eraseStale();
			this.#set([[recordType.sealed, new Uint8Array(0)]]);
			return true;
		} catch (thrown) {
			const { code, message } = toDeviceError(thrown, "flash-failed");
			log.write("warning", "erasure.pending", { code, message });
			return false;
		}
	}

	get #values(): JournalValues {
		return this.#journal.values;
	}

	#only(types: readonly number[]): Entries {
		return [...this.#values].filter(([type]) => types.includes(type));
	}

	/** Without the note that nothing is left to erase: what is left out is still in the other half. */
	#without(types: readonly number[]): Entries {
		return [...this.#values].filter(([type]) => type !== recordType.sealed && !types.includes(type));
	}

	#get(type: number): Uint8Array | undefined {
		return this.#values.get(type);
	}

	#set(changes: Iterable<Entry>): void {
		guarded(() => this.#journal.set(new Map(changes)));
	}

	#replace(records: Iterable<Entry>): void {
		guarded(() => this.#journal.replace(new Map(records)));
	}

	#encode(value: Readonly<Record<string, string | undefined>>): Uint8Array {
		return encodeMembers(value, this.#text);
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
