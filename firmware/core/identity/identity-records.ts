import type { TextCodec } from "../../ports/text-codec.js";
import type { PermanentCredential } from "../bootstrap.js";
import type { JournalValues } from "./journal.js";
import { decodeMembers, encodeMembers } from "./record-json.js";
import { recordType } from "./record-types.js";

/** Record types of an identity: its certificate, its key, its names. */
export interface IdentitySlot {
	readonly certificate: number;
	readonly key: number;
	readonly info: number;
}

export const currentSlot: IdentitySlot = Object.freeze({
	certificate: recordType.currentCertificate,
	key: recordType.currentKey,
	info: recordType.currentInfo,
});

export const previousSlot: IdentitySlot = Object.freeze({
	certificate: recordType.previousCertificate,
	key: recordType.previousKey,
	info: recordType.previousInfo,
});

/** Types of a candidate, from its key on. */
export const candidateTypes: readonly number[] = Object.freeze([
	recordType.candidateCertificate,
	recordType.candidateKey,
	recordType.candidateInfo,
	recordType.candidateThing,
	recordType.pendingKey,
	recordType.pendingRequest,
]);

export const previousTypes: readonly number[] = Object.freeze(Object.values(previousSlot));

/** A certificate that RegisterThing has to make valid, or has made valid but no publish has proved yet. */
export interface Candidate {
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

/** Undefined where there is none. Throws `bootstrap-invalid`. */
export function readIdentity(
	values: JournalValues,
	slot: IdentitySlot,
	text: TextCodec,
): PermanentCredential | undefined {
	const certificate = values.get(slot.certificate);
	const privateKey = values.get(slot.key);
	if (!certificate || !privateKey) return undefined;
	const { thingName, certificateId } = members(values, slot.info, text);
	return { certificate, privateKey, thingName: String(thingName), certificateId: String(certificateId) };
}

/** The records of an identity in that slot. */
export function identityRecords(
	{ certificate, privateKey, thingName, certificateId }: PermanentCredential,
	slot: IdentitySlot,
	text: TextCodec,
): readonly (readonly [number, Uint8Array])[] {
	return [
		[slot.certificate, certificate],
		[slot.key, privateKey],
		[slot.info, encodeMembers({ thingName, certificateId }, text)],
	];
}

/** The records of a candidate that has its name, and no token any more. */
export function candidateRecords(
	{ certificate, privateKey, thingName, certificateId }: PermanentCredential,
	text: TextCodec,
): readonly (readonly [number, Uint8Array])[] {
	return [
		[recordType.candidateCertificate, certificate],
		[recordType.candidateKey, privateKey],
		[recordType.candidateInfo, encodeMembers({ certificateId }, text)],
		[recordType.candidateThing, encodeMembers({ certificateId, thingName }, text)],
	];
}

/** Undefined where there is none. Throws `bootstrap-invalid`. */
export function readCandidate(values: JournalValues, text: TextCodec): Candidate | undefined {
	const certificate = values.get(recordType.candidateCertificate);
	const privateKey = values.get(recordType.candidateKey);
	if (!certificate || !privateKey) return undefined;
	const { certificateId, ownershipToken } = members(values, recordType.candidateInfo, text);
	// A name belongs to one certificate: one left over from an earlier certificate does not count.
	const named = members(values, recordType.candidateThing, text);
	const thingName = named.certificateId === certificateId ? named.thingName : undefined;
	return {
		certificateId: String(certificateId),
		certificate,
		privateKey,
		ownershipToken: typeof ownershipToken === "string" ? ownershipToken : undefined,
		thingName: typeof thingName === "string" ? thingName : undefined,
	};
}

/** The JSON object in a record; empty where there is no such record. */
export function members(values: JournalValues, type: number, text: TextCodec): Readonly<Record<string, unknown>> {
	const bytes = values.get(type);
	return bytes ? decodeMembers(type, bytes, text) : {};
}
