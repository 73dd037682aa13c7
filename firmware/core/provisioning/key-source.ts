import { DeviceError } from "../../ports/errors.js";
import type { KeyMaker } from "../../ports/key-maker.js";
import type { TextCodec } from "../../ports/text-codec.js";
import { readPem } from "../encoding/pem.js";
import { checkDerSequence, toPkcs8 } from "../encoding/pkcs8.js";
import type { Candidate } from "../identity/identity-records.js";
import { isKeyOf } from "../keys/public-key-info.js";
import type { KeyOrigin } from "../settings/settings.js";
import type { CertificateReply } from "./messages.js";
import type { CertificateOperation } from "./topics.js";

/** One of the two ways to a key and a certificate for it. */
export interface KeySource {
	readonly operation: CertificateOperation;
	/**
	 * The request's payload, and what makes the candidate of the accepted reply.
	 * Rejects as `KeyMaker.makeKey` does; `complete` throws `reply-invalid`.
	 */
	begin(): Promise<{
		readonly payload: string;
		readonly complete: (reply: CertificateReply) => Omit<Candidate, "thingName">;
	}>;
}

export function openKeySource(origin: KeyOrigin, keyMaker: KeyMaker, text: TextCodec): KeySource {
	return origin === "aws" ? awsMadeKey(text) : deviceMadeKey(keyMaker, text);
}

/** CreateKeysAndCertificate: AWS makes the key and sends it. */
function awsMadeKey(text: TextCodec): KeySource {
	return {
		operation: "create",
		begin: async () => ({
			payload: "{}",
			complete: (reply) => {
				if (reply.privateKeyPem === undefined) throw new DeviceError("reply-invalid", "A reply has no privateKey");
				const { label, der } = readPem(reply.privateKeyPem, text);
				return candidate(reply, toPkcs8(label, der), text);
			},
		}),
	};
}

/** CreateCertificateFromCsr: the key never leaves the device. */
function deviceMadeKey(keyMaker: KeyMaker, text: TextCodec): KeySource {
	return {
		operation: "create-from-csr",
		begin: async () => {
			const { privateKey, certificateSigningRequest } = await keyMaker.makeKey();
			return {
				payload: JSON.stringify({ certificateSigningRequest }),
				complete: (reply) => candidate(reply, privateKey, text),
			};
		},
	};
}

function candidate(reply: CertificateReply, privateKey: Uint8Array, text: TextCodec): Omit<Candidate, "thingName"> {
	const { label, der: certificate } = readPem(reply.certificatePem, text);
	if (label !== "CERTIFICATE") throw new DeviceError("reply-invalid", `certificatePem is a "${label}"`);
	checkDerSequence(certificate, "certificate");
	if (!belongTogether(privateKey, certificate)) {
		throw new DeviceError("reply-invalid", "A reply has a certificate that is not for the device's key");
	}
	const { certificateId, ownershipToken } = reply;
	return { certificateId, certificate, privateKey, ownershipToken };
}

/** Before RegisterThing makes it valid: AWS would refuse such an identity for ever. */
function belongTogether(privateKey: Uint8Array, certificate: Uint8Array): boolean {
	try {
		return isKeyOf(privateKey, certificate);
	} catch {
		// Malformed, or a key that is not RSA.
		return false;
	}
}
