import { createHash, webcrypto } from "node:crypto";
import { x509 } from "../../host-tools/emulator/pki/webcrypto.js";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

export interface TestAuthorityOptions {
	/** Another CA with the same subject and key, when it is given. */
	readonly keys?: webcrypto.CryptoKeyPair;
	/** False: its basic constraints say that it is none. */
	readonly isCa?: boolean;
	/** ms; in ten days unless told otherwise. */
	readonly notAfter?: number;
}

export interface IssueOptions {
	/** ms; a minute ago unless told otherwise. */
	readonly notBefore?: number;
	/** ms; in a day unless told otherwise. */
	readonly notAfter?: number;
	/** SubjectPublicKeyInfo; a key pair is made without it. */
	readonly publicKey?: webcrypto.CryptoKey;
}

export interface SignedCertificate {
	readonly certificateId: string;
	readonly certificatePem: string;
	/** PKCS#8; empty when the key was given. */
	readonly privateKeyPem: string;
}

/** A certificate authority of somebody's own, with P-256 keys. */
export class TestAuthority {
	readonly certificateId: string;
	readonly certificatePem: string;
	readonly keys: webcrypto.CryptoKeyPair;
	readonly #certificate: x509.X509Certificate;

	private constructor(certificate: x509.X509Certificate, keys: webcrypto.CryptoKeyPair) {
		this.#certificate = certificate;
		this.keys = keys;
		this.certificatePem = pemOf(certificate);
		this.certificateId = idOf(certificate);
	}

	/** `name` in the form `CN=Vendor,O=Acme`. */
	static async make(name: string, options: TestAuthorityOptions = {}): Promise<TestAuthority> {
		const keys = options.keys ?? (await generateKeys());
		const now = Date.now();
		const certificate = await x509.X509CertificateGenerator.createSelfSigned({
			name,
			notBefore: new Date(now - 86_400_000),
			notAfter: new Date(options.notAfter ?? now + 10 * 86_400_000),
			signingAlgorithm: algorithm,
			keys,
			extensions: [new x509.BasicConstraintsExtension(options.isCa ?? true, undefined, true)],
		});
		return new TestAuthority(certificate, keys);
	}

	/** A certificate for a device. `subject` in the form `CN=sn-1,serialNumber=1` or as a list of attributes. */
	async issue(
		subject: ConstructorParameters<typeof x509.Name>[0],
		options: IssueOptions = {},
	): Promise<SignedCertificate> {
		const pair = options.publicKey === undefined ? await generateKeys() : undefined;
		const now = Date.now();
		const certificate = await x509.X509CertificateGenerator.create({
			subject: new x509.Name(subject),
			issuer: this.#certificate.subjectName,
			notBefore: new Date(options.notBefore ?? now - 60_000),
			notAfter: new Date(options.notAfter ?? now + 86_400_000),
			publicKey: options.publicKey ?? (pair as webcrypto.CryptoKeyPair).publicKey,
			signingKey: this.keys.privateKey,
			signingAlgorithm: algorithm,
		});
		const privateKeyPem = pair === undefined ? "" : await privateKeyOf(pair);
		return { certificateId: idOf(certificate), certificatePem: pemOf(certificate), privateKeyPem };
	}
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
	return webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

async function privateKeyOf({ privateKey }: webcrypto.CryptoKeyPair): Promise<string> {
	const der = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", privateKey));
	const base64 = der.toString("base64").replace(/.{64}/g, "$&\n");
	return `-----BEGIN PRIVATE KEY-----\n${base64}\n-----END PRIVATE KEY-----\n`;
}

function pemOf(certificate: x509.X509Certificate): string {
	return `${certificate.toString("pem").trim()}\n`;
}

function idOf(certificate: x509.X509Certificate): string {
	return createHash("sha256").update(new Uint8Array(certificate.rawData)).digest("hex");
}
