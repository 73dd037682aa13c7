import "reflect-metadata";
import { createPrivateKey, webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

/** The one place that loads @peculiar/x509: it needs reflect-metadata before it and a crypto provider behind it. */
x509.cryptoProvider.set(webcrypto);

export { x509 };

const rsaWithSha256 = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };

/** The key that signs certificates, from its PEM. Throws when the PEM is damaged or the key is not RSA. */
export async function importSigningKey(privateKeyPem: string): Promise<webcrypto.CryptoKey> {
	const key = createPrivateKey(privateKeyPem);
	const pkcs8 = key.export({ type: "pkcs8", format: "der" });
	return webcrypto.subtle.importKey("pkcs8", pkcs8, rsaWithSha256, false, ["sign"]);
}
