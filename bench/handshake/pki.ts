import { createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from "node:crypto";
import { type Authority, serialNumber, sign } from "../../host-tools/emulator/pki/authority.js";
import { importSigningKey, x509 } from "../../host-tools/emulator/pki/webcrypto.js";

const dayMs = 24 * 3_600_000;

export interface BenchPki {
	/** PEM */
	readonly root: string;
	/** PEM, leaf and intermediate, as AWS IoT's endpoint shows them. */
	readonly serverChain: string;
	readonly serverKey: string;
	readonly clientCertificate: string;
	readonly clientKey: string;
}

/** RSA 2048 throughout, which is what a device and its endpoint have at AWS. Without an intermediate, the server's chain is its leaf. */
export async function createBenchPki({ hasIntermediate = true } = {}): Promise<BenchPki> {
	const root = await issue("bench root", undefined, true);
	const intermediate = hasIntermediate ? await issue("bench intermediate", root, true) : undefined;
	const server = await issue("localhost", intermediate ?? root, false);
	const client = await issue("bench client", root, false);
	return {
		root: root.pem,
		serverChain: server.pem + (intermediate?.pem ?? ""),
		serverKey: server.keyPem,
		clientCertificate: client.pem,
		clientKey: client.keyPem,
	};
}

type Issued = Authority & { readonly pem: string; readonly keyPem: string };

async function issue(name: string, issuer: Issued | undefined, isAuthority: boolean): Promise<Issued> {
	const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
	const keyPem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
	const signingKey = await importSigningKey(keyPem);
	const subject = new x509.Name([{ CN: [{ utf8String: name }] }]);
	const publicKey = spki(privateKey);
	const notBefore = Date.now() - dayMs;
	const notAfter = Date.now() + dayMs;
	const extensions = [
		new x509.BasicConstraintsExtension(isAuthority, undefined, true),
		new x509.SubjectAlternativeNameExtension([{ type: "dns", value: "localhost" }]),
	];
	if (issuer === undefined) {
		const certificate = await x509.X509CertificateGenerator.create({
			serialNumber: serialNumber(),
			issuer: subject,
			subject,
			publicKey,
			notBefore: new Date(notBefore),
			notAfter: new Date(notAfter),
			signingKey,
			extensions,
		});
		return { certificate, signingKey, keyPem, pem: `${certificate.toString("pem")}\n` };
	}
	const form = { issuer: issuer.certificate.subjectName, subject, publicKey, notBefore, notAfter, extensions };
	const { certificatePem } = await sign(issuer, form);
	return { certificate: new x509.X509Certificate(certificatePem), signingKey, keyPem, pem: certificatePem };
}

function spki(privateKey: KeyObject): Buffer {
	return createPublicKey(privateKey).export({ type: "spki", format: "der" });
}

/** PEM to base64 of the DER. */
export function derOf(pem: string): string {
	return new X509Certificate(pem).raw.toString("base64");
}
