import { createHash, createPrivateKey, X509Certificate } from "node:crypto";
import { IdentityStore } from "../../../firmware/core/identity/identity-store.js";
import { IdentityJournal } from "../../../firmware/core/identity/journal.js";
import { recordType } from "../../../firmware/core/identity/record-types.js";
import { flashGeometry } from "../../../firmware/ports/flash-rules.js";
import { nodeTextCodec } from "../../virtual-device/node-text-codec.js";
import { readOnlyFlash } from "../partitions/read-only-flash.js";
import type { CertificateReport, CredentialReport, IdentityReport } from "./identity-report.js";
import { redact } from "./redact.js";

/** What the identity partition in `bytes` holds. Throws DeviceError where its records cannot be read. */
export function inspectIdentity(bytes: Uint8Array, now: Date = new Date()): IdentityReport {
	const flash = readOnlyFlash(bytes);
	const journal = new IdentityJournal(flash);
	const { origin } = journal;
	if (origin === undefined) return { content: contentOf(bytes) };
	const store = new IdentityStore(flash, nodeTextCodec);
	const { claim, candidate: staged, current: identity, settings, rootCa } = store;
	return {
		content: identity ? "identity" : staged ? "staged" : claim ? "claim" : "unknown",
		...origin,
		settings: settings && redact(settings),
		rootCa: rootCa && readCertificate(rootCa),
		claim: claim && describeClaim(claim, now),
		staged: staged && describeStaged(staged),
		identity: identity && { thingName: identity.thingName, ...credential(identity) },
		claimErased: identity && journal.values.has(recordType.sealed),
	};
}

function describeClaim(claim: NonNullable<IdentityStore["claim"]>, now: Date): IdentityReport["claim"] {
	const { expiresAt } = claim;
	if (expiresAt === undefined) return credential(claim);
	return {
		...credential(claim),
		expiresAt: new Date(expiresAt).toISOString(),
		expired: expiresAt <= now.getTime(),
	};
}

function describeStaged(staged: NonNullable<IdentityStore["candidate"]>): IdentityReport["staged"] {
	const { thingName, ownershipToken } = staged;
	return { thingName, ...credential(staged), token: ownershipToken !== undefined };
}

interface Pair {
	/** DER */
	readonly certificate: Uint8Array;
	/** PKCS#8 DER */
	readonly privateKey: Uint8Array;
}

function credential({ certificate, privateKey }: Pair): CredentialReport {
	return {
		certificateId: createHash("sha256").update(certificate).digest("hex"),
		certificate: readCertificate(certificate),
		key: compareKey(certificate, privateKey),
	};
}

function readCertificate(der: Uint8Array): CertificateReport | undefined {
	try {
		const { subject, validFrom, validTo, fingerprint256 } = new X509Certificate(der);
		return {
			subject: subject.replaceAll("\n", ", "),
			validFrom: new Date(validFrom).toISOString(),
			validTo: new Date(validTo).toISOString(),
			fingerprint: fingerprint256.replaceAll(":", "").toLowerCase(),
		};
	} catch {
		return undefined;
	}
}

function compareKey(certificate: Uint8Array, privateKey: Uint8Array): CredentialReport["key"] {
	try {
		const key = createPrivateKey({ key: Buffer.from(privateKey), format: "der", type: "pkcs8" });
		return new X509Certificate(certificate).checkPrivateKey(key) ? "matches" : "other";
	} catch {
		// The parser's own error is dropped: it must never quote a key.
		return "unreadable";
	}
}

const { blockLength } = flashGeometry;
/** Distinct byte values in a block of encrypted flash, of 256: fewer are hardly ever among its 4096 random bytes. */
const noisyValues = 250;

/** Of a partition without a journal. Encrypted, also what is erased reads as noise; a journal that is damaged leaves blocks that do not. */
function contentOf(bytes: Uint8Array): IdentityReport["content"] {
	if (bytes.every((byte) => byte === 0xff)) return "empty";
	for (let offset = 0; offset < bytes.length; offset += blockLength) {
		if (new Set(bytes.subarray(offset, offset + blockLength)).size < noisyValues) return "unknown";
	}
	return "noise";
}
