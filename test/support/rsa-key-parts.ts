import { createPrivateKey, type KeyObject } from "node:crypto";
import type { RsaPrivateKey } from "../../firmware/core/keys/rsa-key.js";

/** Reads PKCS#8 by node:crypto. */
export function toKeyObject(pkcs8: Uint8Array): KeyObject {
	return createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" });
}

/** The numbers of an RSA key, as node:crypto understands it. */
export function rsaKeyParts(key: KeyObject): RsaPrivateKey {
	const { n, e, d, p, q, dp, dq, qi } = key.export({ format: "jwk" });
	return {
		modulus: toBigInt(n),
		publicExponent: toBigInt(e),
		privateExponent: toBigInt(d),
		prime1: toBigInt(p),
		prime2: toBigInt(q),
		exponent1: toBigInt(dp),
		exponent2: toBigInt(dq),
		coefficient: toBigInt(qi),
	};
}

function toBigInt(base64url: unknown): bigint {
	return BigInt(`0x${Buffer.from(String(base64url), "base64url").toString("hex")}`);
}
