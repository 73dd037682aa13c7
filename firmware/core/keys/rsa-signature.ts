import type { Digest } from "../../ports/digest.js";
import { DeviceError } from "../../ports/errors.js";
import type { ModularArithmetic } from "../../ports/modular-arithmetic.js";
import { fromBigEndian, toBigEndian } from "../encoding/big-endian.js";
import type { CooperativeTask } from "./cooperative-task.js";
import { modulusBits, type RsaPrivateKey, type RsaPublicKey } from "./rsa-key.js";

const modulusBytes = modulusBits / 8;
/** DigestInfo up to the 32 bytes of the SHA-256 (RFC 8017 section 9.2, note 1). */
const digestInfoStart = Object.freeze([
	0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20,
]);

export interface SignatureTools {
	readonly arithmetic: ModularArithmetic;
	readonly digest: Digest;
}

/**
 * RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 section 8.2.1): 256 bytes. Verified before anybody sees it, because one fault in one of the two
 * exponentiations would give the primes away; rejects with `internal` then.
 */
export async function sign(
	message: Uint8Array,
	key: RsaPrivateKey,
	tools: SignatureTools,
	task: CooperativeTask,
): Promise<Uint8Array> {
	const { prime1, prime2, exponent1, exponent2, coefficient } = key;
	const encoded = encode(message, tools.digest);
	await task.yield();
	const power1 = tools.arithmetic.power(encoded % prime1, exponent1, prime1);
	await task.yield();
	const power2 = tools.arithmetic.power(encoded % prime2, exponent2, prime2);
	const difference = (power1 - power2) % prime1;
	const lift = ((difference < 0n ? difference + prime1 : difference) * coefficient) % prime1;
	const signature = toBigEndian(power2 + lift * prime2, modulusBytes);
	await task.yield();
	if (!isSignature(signature, message, key, tools)) {
		throw new DeviceError("internal", "A signature does not verify: the key is not used. Is the arithmetic wrong?");
	}
	return signature;
}

/** True for `key`'s own signature of `message` (RFC 8017 section 8.2.2). */
export function isSignature(
	signature: Uint8Array,
	message: Uint8Array,
	key: RsaPublicKey,
	{ arithmetic, digest }: SignatureTools,
): boolean {
	if (signature.length !== modulusBytes) return false;
	const number = fromBigEndian(signature);
	if (number >= key.modulus) return false;
	return arithmetic.power(number, key.publicExponent, key.modulus) === encode(message, digest);
}

/** EMSA-PKCS1-v1_5 (RFC 8017 section 9.2). */
function encode(message: Uint8Array, digest: Digest): bigint {
	const hash = digest.sha256(message);
	const bytes = new Uint8Array(modulusBytes).fill(0xff);
	const infoStart = modulusBytes - hash.length - digestInfoStart.length;
	bytes.set([0, 1]);
	bytes[infoStart - 1] = 0;
	bytes.set(digestInfoStart, infoStart);
	bytes.set(hash, modulusBytes - hash.length);
	return fromBigEndian(bytes);
}
