import type { KeyObject } from "node:crypto";

const curves = new Map([
	["prime256v1", "P-256"],
	["secp384r1", "P-384"],
	["secp521r1", "P-521"],
]);

/** Throws an Error for a public key that AWS takes neither in a request nor in a certificate (docs/aws-behaviour.md, "Certificates AWS makes"). */
export function checkPublicKey(key: KeyObject): void {
	const { modulusLength = 0, namedCurve = "" } = key.asymmetricKeyDetails ?? {};
	if (key.asymmetricKeyType === "rsa") {
		if (modulusLength < 2048) throw new Error(`its RSA key has ${modulusLength} bits, at least 2048 are needed`);
	} else if (key.asymmetricKeyType !== "ec" || !curves.has(namedCurve)) {
		throw new Error(
			`its key is ${namedCurve || key.asymmetricKeyType}: use RSA of at least 2048 bits, or one of the curves ${[...curves.values()].join(", ")}`,
		);
	}
}
