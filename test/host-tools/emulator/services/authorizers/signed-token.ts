import { generateKeyPairSync, sign } from "node:crypto";

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

export const publicKeyPem = publicKey.export({ type: "spki", format: "pem" }) as string;

/** base64 */
export function signatureOf(token: string): string {
	return sign("RSA-SHA256", Buffer.from(token), privateKey).toString("base64");
}
