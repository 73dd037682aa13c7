import { DeviceError } from "../../ports/errors.js";
import type { TextCodec } from "../../ports/text-codec.js";
import type { Bootstrap, BootstrapForOwnKey } from "../bootstrap.js";
import { checkDerSequence } from "../encoding/pkcs8.js";
import { utf8Length } from "../encoding/utf8-length.js";
import { isKeyOf } from "../keys/public-key-info.js";
import { formatSettings, parseSettings } from "../settings/settings-json.js";
import type { JournalValues } from "./journal.js";
import { decodeMembers, decodeText, encodeMembers } from "./record-json.js";
import { recordType } from "./record-types.js";

const { settings, rootCa, claimCertificate, claimKey, claimInfo } = recordType;
const { candidateCertificate, candidateKey, candidateInfo, candidateThing } = recordType;

/**
 * Record types of everything that comes in over the serial line: bootstraps with a claim, with a certificate and its key, with a certificate
 * for the device's own key; a change of settings.
 */
export const bootstrapKinds: readonly (readonly number[])[] = Object.freeze([
	Object.freeze([settings, rootCa, claimCertificate, claimKey, claimInfo]),
	Object.freeze([settings, rootCa, candidateCertificate, candidateKey, candidateInfo, candidateThing]),
	Object.freeze([settings, rootCa, candidateCertificate, candidateInfo, candidateThing]),
	Object.freeze([recordType.settingsChange]),
]);

/** The records of a bootstrap by type, as flash and serial line hold them (docs/identity-partition.md). */
export function toRecords(bootstrap: Bootstrap | BootstrapForOwnKey, text: TextCodec): Map<number, Uint8Array> {
	const { credential } = bootstrap;
	const records = new Map<number, Uint8Array>([
		[settings, text.encode(formatSettings(bootstrap.settings))],
		[rootCa, bootstrap.rootCa],
	]);
	if (credential.kind === "claim") {
		records.set(claimCertificate, credential.certificate);
		records.set(claimKey, credential.privateKey);
		records.set(claimInfo, encodeMembers({ expiresAt: credential.expiresAt }, text));
	} else {
		const { thingName, certificateId } = credential;
		records.set(candidateCertificate, credential.certificate);
		if (credential.kind === "permanent") records.set(candidateKey, credential.privateKey);
		records.set(candidateInfo, encodeMembers({ certificateId }, text));
		records.set(candidateThing, encodeMembers({ certificateId, thingName }, text));
	}
	return records;
}

/** Checks all that can be checked without a connection. Throws `bootstrap-invalid`, never with a value. */
export function fromRecords(records: JournalValues, text: TextCodec): Bootstrap | BootstrapForOwnKey {
	const parsed = parseSettings(decodeText(settings, required(records, settings), text));
	const common = { settings: parsed, rootCa: der(records, rootCa) };
	if (records.has(claimCertificate)) {
		if (parsed.templateName === "") throw invalid('A claim needs a member "templateName"');
		const expiresAt = readExpiry(decodeMembers(claimInfo, required(records, claimInfo), text).expiresAt);
		return { ...common, credential: { kind: "claim", ...readPair(records, claimCertificate, claimKey), expiresAt } };
	}
	const names = readNames(records, text);
	if (!records.has(candidateKey)) {
		return { ...common, credential: { kind: "own-key", certificate: der(records, candidateCertificate), ...names } };
	}
	const pair = readPair(records, candidateCertificate, candidateKey);
	return { ...common, credential: { kind: "permanent", ...pair, ...names } };
}

/** A certificate and its key, which must belong together: AWS would refuse them for ever. */
function readPair(records: JournalValues, certificateType: number, keyType: number) {
	const pair = { certificate: der(records, certificateType), privateKey: der(records, keyType) };
	if (!isKeyOf(pair.privateKey, pair.certificate)) {
		throw invalid(`Record ${keyType} is not the key of record ${certificateType}`);
	}
	return pair;
}

function readNames(records: JournalValues, text: TextCodec): { thingName: string; certificateId: string } {
	const { certificateId } = decodeMembers(candidateInfo, required(records, candidateInfo), text);
	const { thingName, certificateId: named } = decodeMembers(candidateThing, required(records, candidateThing), text);
	if (typeof thingName !== "string" || thingName === "" || utf8Length(thingName) > 128) {
		throw invalid("The thing name must have 1 to 128 bytes");
	}
	if (typeof certificateId !== "string" || certificateId.length !== 64 || certificateId !== named) {
		throw invalid("The certificate id must have 64 characters, and the thing name belong to it");
	}
	return { thingName, certificateId };
}

/** ms since 1970. */
function readExpiry(expiresAt: unknown): number | undefined {
	if (expiresAt === undefined || Number.isInteger(expiresAt)) return expiresAt as number | undefined;
	throw invalid("The claim's expiry must be in milliseconds since 1970");
}

function der(records: JournalValues, type: number): Uint8Array {
	const bytes = required(records, type);
	try {
		checkDerSequence(bytes, `record ${type}`);
	} catch {
		throw invalid(`Record ${type} is not a complete DER structure`);
	}
	return bytes;
}

function required(records: JournalValues, type: number): Uint8Array {
	const bytes = records.get(type);
	if (!bytes) throw invalid(`Record ${type} is missing`);
	return bytes;
}

function invalid(problem: string): DeviceError {
	return new DeviceError("bootstrap-invalid", `${problem}; write a new bootstrap`);
}
