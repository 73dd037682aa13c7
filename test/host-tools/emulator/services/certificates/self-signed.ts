import { webcrypto } from "node:crypto";
import { x509 } from "../../../../../host-tools/emulator/pki/webcrypto.js";

/** A certificate that its own key signed, valid for a day. */
export async function selfSigned({ modulusLength = 2048 } = {}) {
	const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", modulusLength };
	const keys = await webcrypto.subtle.generateKey({ ...algorithm, publicExponent: new Uint8Array([1, 0, 1]) }, true, [
		"sign",
		"verify",
	]);
	const now = Date.now();
	const certificate = await x509.X509CertificateGenerator.createSelfSigned({
		name: "CN=of somebody else",
		notBefore: new Date(now - 60_000),
		notAfter: new Date(now + 86_400_000),
		signingAlgorithm: algorithm,
		keys,
	});
	const der = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey));
	const base64 = der.toString("base64").replace(/.{64}/g, "$&\n");
	const privateKeyPem = `-----BEGIN PRIVATE KEY-----\n${base64}\n-----END PRIVATE KEY-----\n`;
	return { certificatePem: certificate.toString("pem"), privateKeyPem };
}
