import type { TextCodec } from "../../ports/text-codec.js";
import { der, derInteger, derTags } from "../encoding/der.js";
import type { CooperativeTask } from "./cooperative-task.js";
import type { RsaPrivateKey, RsaPublicKey } from "./rsa-key.js";
import { type SignatureTools, sign } from "./rsa-signature.js";

/** AWS IoT takes the subject over into the certificate; who the device is, the thing name says, which comes later. */
const commonName = "thingsmith device";
/** id-at-commonName, with tag and length. */
const commonNameId = Object.freeze([0x06, 0x03, 0x55, 0x04, 0x03]);
/** AlgorithmIdentifier { rsaEncryption, NULL } (RFC 8017, appendix A.1). */
const rsaEncryption = Object.freeze([
	0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
]);
/** AlgorithmIdentifier { sha256WithRSAEncryption, NULL } (RFC 8017, appendix A.2.4). */
const sha256WithRsaEncryption = Object.freeze([
	0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b, 0x05, 0x00,
]);
/** Of a BIT STRING that ends with a whole byte. */
const noUnusedBits = Object.freeze([0]);

/** PKCS#10 (RFC 2986), DER, signed with the key it is for, which proves on the way that the key works. Rejects with `closed` and `internal`. */
export async function requestCertificate(
	key: RsaPrivateKey,
	tools: SignatureTools & { readonly text: TextCodec },
	task: CooperativeTask,
): Promise<Uint8Array> {
	const info = requestInfo(key, tools.text);
	const signature = await sign(info, key, tools, task);
	return der(derTags.sequence, info, sha256WithRsaEncryption, der(derTags.bitString, noUnusedBits, signature));
}

function requestInfo(key: RsaPublicKey, text: TextCodec): Uint8Array {
	const name = der(derTags.sequence, commonNameId, der(derTags.utf8String, text.encode(commonName)));
	const subject = der(derTags.sequence, der(derTags.set, name));
	return der(derTags.sequence, derInteger(0n), subject, publicKeyInfo(key), der(derTags.attributes));
}

/** SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7). */
function publicKeyInfo(key: RsaPublicKey): Uint8Array {
	const publicKey = der(derTags.sequence, derInteger(key.modulus), derInteger(key.publicExponent));
	return der(derTags.sequence, rsaEncryption, der(derTags.bitString, noUnusedBits, publicKey));
}
