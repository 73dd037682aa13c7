import { toPkcs8 } from "../encoding/pkcs8.js";
import { der, derInteger, derTags } from "./der.js";
import type { RsaPrivateKey } from "./rsa-key.js";

/** PKCS#8 DER (RFC 5208) with an RSAPrivateKey (RFC 8017, appendix A.1.2) in it. */
export function encodePrivateKey(key: RsaPrivateKey): Uint8Array {
	const pkcs1 = der(
		derTags.sequence,
		derInteger(0n),
		derInteger(key.modulus),
		derInteger(key.publicExponent),
		derInteger(key.privateExponent),
		derInteger(key.prime1),
		derInteger(key.prime2),
		derInteger(key.exponent1),
		derInteger(key.exponent2),
		derInteger(key.coefficient),
	);
	const pkcs8 = toPkcs8("RSA PRIVATE KEY", pkcs1);
	pkcs1.fill(0);
	return pkcs8;
}
