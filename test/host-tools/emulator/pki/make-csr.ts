import { webcrypto } from "node:crypto";
import { x509 } from "../../../../host-tools/emulator/pki/webcrypto.js";

type KeyAlgorithm = webcrypto.RsaHashedKeyGenParams | webcrypto.EcKeyGenParams | webcrypto.Algorithm;

export const rsa = (modulusLength: number): KeyAlgorithm => ({
	name: "RSASSA-PKCS1-v1_5",
	hash: "SHA-256",
	publicExponent: new Uint8Array([1, 0, 1]),
	modulusLength,
});
export const ec = (namedCurve: string): KeyAlgorithm => ({ name: "ECDSA", namedCurve });

export interface MadeCsr {
	readonly pem: string;
	/** DER of the subject name */
	readonly subject: Buffer;
	/** DER (SubjectPublicKeyInfo) */
	readonly publicKey: Buffer;
}

export async function makeCsr(
	algorithm: KeyAlgorithm,
	name: ConstructorParameters<typeof x509.Name>[0] = "CN=device",
): Promise<MadeCsr> {
	const keys = (await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as webcrypto.CryptoKeyPair;
	const subject = new x509.Name(name);
	const csr = await x509.Pkcs10CertificateRequestGenerator.create({
		name: subject,
		keys,
		signingAlgorithm: { name: algorithm.name, hash: "SHA-256" } as webcrypto.Algorithm,
	});
	return {
		pem: csr.toString("pem"),
		subject: Buffer.from(subject.toArrayBuffer()),
		publicKey: Buffer.from(csr.publicKey.rawData),
	};
}
