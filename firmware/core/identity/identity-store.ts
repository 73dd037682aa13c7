import { DeviceError } from "../../ports/errors.js";
import type { Flash } from "../../ports/flash.js";
import type { DeviceKey } from "../../ports/key-maker.js";
import type { Log } from "../../ports/log.js";
import type { TextCodec } from "../../ports/text-codec.js";
import type { Bootstrap, Claim, PermanentCredential } from "../bootstrap.js";
import type { DeviceSettings } from "../settings/settings.js";
import { formatSettings, parseSettings } from "../settings/settings-json.js";
import { toRecords } from "./bootstrap-records.js";
import { type Entry, ErasingJournal } from "./erasing-journal.js";
import {
	type Candidate,
	candidateRecords,
	candidateTypes,
	currentSlot,
	identityRecords,
	members,
	previousSlot,
	previousTypes,
	readCandidate,
	readIdentity,
} from "./identity-records.js";
import { decodeText, encodeMembers } from "./record-json.js";
import { recordType } from "./record-types.js";

const { pendingKey, pendingRequest } = recordType;

/**
 * What the device keeps in flash: bootstrap and claim; the *current* identity; a *candidate*, which may stand beside it and becomes the
 * current one by `commit`; the *previous* one, until it is forgotten. Each method writes one transaction: after a power cut all of it
 * is there or nothing, and what worked before works on.
 */
export class IdentityStore {
	readonly #text: TextCodec;
	readonly #records: ErasingJournal;

	/** Reads the flash. Throws `flash-failed`. */
	constructor(flash: Flash, text: TextCodec) {
		this.#text = text;
		this.#records = new ErasingJournal(flash);
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
		const { expiresAt } = members(this.#records.values, recordType.claimInfo, this.#text);
		return { certificate, privateKey, expiresAt: typeof expiresAt === "number" ? expiresAt : undefined };
	}

	/** Whether there is a current identity; also where its records cannot be read. Throws nothing. */
	get hasIdentity(): boolean {
		return this.#records.hasIdentity;
	}

	/** The identity that was proved last. Throws `bootstrap-invalid`. */
	get current(): PermanentCredential | undefined {
		return readIdentity(this.#records.values, currentSlot, this.#text);
	}

	/**
	 * The identity that the current one has replaced; without a current one, the candidate that AWS refused, until the one in its place is
	 * proved.
	 */
	get previous(): PermanentCredential | undefined {
		return readIdentity(this.#records.values, previousSlot, this.#text);
	}

	/** The certificate that may become the current identity. */
	get candidate(): Candidate | undefined {
		return readCandidate(this.#records.values, this.#text);
	}

	/** What the device may connect as itself with: the current identity, or else the candidate once it has its name. */
	get credential(): PermanentCredential | undefined {
		const { current, candidate } = this;
		if (current) return current;
		const thingName = candidate?.thingName;
		return candidate && thingName !== undefined ? { ...candidate, thingName } : undefined;
	}

	/** With which the candidate is still to be registered: undefined without one, once it has its name, and once the token was refused. */
	get pendingToken(): string | undefined {
		const { candidate } = this;
		return candidate?.thingName === undefined ? candidate?.ownershipToken : undefined;
	}

	/** There is a claim that came when the candidate had its name already: somebody wants another identity in its place. */
	get claimIsNewer(): boolean {
		const { candidate } = this;
		const isNamed = candidate?.thingName !== undefined && candidate.ownershipToken === undefined;
		return isNamed && this.claim !== undefined;
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
		this.#records.replace(records);
	}

	/**
	 * Gives a device that has no identity yet a new claim, e.g. because the first one expired. The candidate stays: AWS may believe in
	 * it already. One that has its name loses its token, which tells `claimIsNewer`. Throws `internal` when there is an identity to lose.
	 */
	renewClaim({ settings, rootCa }: Bootstrap, claim: Claim): void {
		if (this.hasIdentity) throw new DeviceError("internal", "A device with an identity takes no new claim");
		const records = toRecords({ settings, rootCa, credential: { kind: "claim", ...claim } }, this.#text);
		const { candidate } = this;
		if (candidate?.thingName !== undefined) records.set(...this.#infoWithoutToken(candidate));
		this.#records.set([...records]);
	}

	/** Keeps the key the device made for itself, before anybody is asked for a certificate for it. */
	keepKey({ privateKey, certificateSigningRequest }: DeviceKey): void {
		this.#records.set([
			[pendingKey, privateKey],
			[pendingRequest, this.#text.encode(certificateSigningRequest)],
		]);
	}

	/**
	 * Keeps certificate, key and token of a candidate, before RegisterThing is asked to make them valid. One that has its name already stays
	 * as the previous identity: nothing may come of the new one.
	 */
	stage({ certificate, privateKey, certificateId, ownershipToken }: Omit<Candidate, "thingName">): void {
		const named = this.hasIdentity ? undefined : this.credential;
		this.#records.set([
			...(named ? identityRecords(named, previousSlot, this.#text) : []),
			[recordType.candidateCertificate, certificate],
			[recordType.candidateKey, privateKey],
			[recordType.candidateInfo, this.#encode({ certificateId, ownershipToken })],
		]);
	}

	/** Gives up registering the candidate: its token was refused. */
	forgetToken(): void {
		const { candidate } = this;
		if (candidate) this.#records.set([this.#infoWithoutToken(candidate)]);
	}

	/**
	 * Makes the candidate that was to be replaced the candidate again: nothing came of the one in its place. Returns false, having done
	 * nothing, where there is none.
	 */
	takeBackCandidate(): boolean {
		const { previous, credential } = this;
		if (credential || !previous) return false;
		this.#records.replace([...this.#records.without(previousTypes), ...candidateRecords(previous, this.#text)]);
		return true;
	}

	/** Changes the settings and nothing else: `finishErasure` comes next. */
	configure(settings: DeviceSettings): void {
		this.#records.set([[recordType.settings, this.#text.encode(formatSettings(settings))]]);
	}

	/** Keeps the name AWS gave the candidate's thing. */
	nameCandidate(thingName: string): void {
		const certificateId = this.candidate?.certificateId;
		this.#records.set([[recordType.candidateThing, this.#encode({ certificateId, thingName })]]);
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
		const kept = this.#records.only([recordType.settings, recordType.rootCa]);
		const old = current ? identityRecords(current, previousSlot, this.#text) : [];
		this.#records.replace([...kept, ...identityRecords(identity, currentSlot, this.#text), ...old]);
		return identity;
	}

	/** Makes the previous identity the current one again: `finishErasure` comes next. Throws `internal` without one. */
	rollBack(): PermanentCredential {
		const { previous } = this;
		if (!previous) throw new DeviceError("internal", "No previous identity to go back to");
		const kept = this.#records.without([...previousTypes, ...candidateTypes]);
		this.#records.replace([...kept, ...identityRecords(previous, currentSlot, this.#text)]);
		return previous;
	}

	/** Gives up a candidate beside a current identity: `finishErasure` comes next. Throws `internal` when it is all the device has. */
	dropCandidate(): void {
		if (!this.hasIdentity) throw new DeviceError("internal", "A device without an identity keeps its candidate");
		this.#records.replace(this.#records.without(candidateTypes));
	}

	/** `finishErasure` comes next. */
	forgetPrevious(): void {
		this.#records.replace(this.#records.without(previousTypes));
	}

	/**
	 * Forgets identities, claim and keys, and with `everything` settings and root CA too: `finishErasure` comes next. What AWS knows of
	 * the device is not touched.
	 */
	forget({ everything }: { readonly everything: boolean }): void {
		const kept = this.#records.only(everything ? [] : [recordType.settings, recordType.rootCa]);
		this.#records.replace([...kept, [recordType.forgotten, new Uint8Array(0)]]);
	}

	/** As `ErasingJournal` has it. */
	finishErasure(log: Log): boolean {
		return this.#records.finishErasure(log);
	}

	#get(type: number): Uint8Array | undefined {
		return this.#records.values.get(type);
	}

	#infoWithoutToken({ certificateId }: Candidate): Entry {
		return [recordType.candidateInfo, this.#encode({ certificateId })];
	}

	#encode(value: Readonly<Record<string, string | undefined>>): Uint8Array {
		return encodeMembers(value, this.#text);
	}

	#decode(type: number, bytes: Uint8Array): string {
		return decodeText(type, bytes, this.#text);
	}
}
