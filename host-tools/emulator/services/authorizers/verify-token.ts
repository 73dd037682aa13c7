import { verify } from "node:crypto";
import type { Authorizer } from "./authorizer.js";

/** Whether one of the authorizer's keys signed the token: SHA-256 with RSA (PKCS #1), in base64. */
export function isSignedToken(
	{ tokenSigningPublicKeys }: Pick<Authorizer, "tokenSigningPublicKeys">,
	token: string,
	signature: string,
): boolean {
	if (!/^[A-Za-z0-9+/]+={0,2}$/.test(signature)) return false;
	const [signed, bytes] = [Buffer.from(token), Buffer.from(signature, "base64")];
	return Object.values(tokenSigningPublicKeys).some((pem) => verify("RSA-SHA256", signed, pem, bytes));
}
