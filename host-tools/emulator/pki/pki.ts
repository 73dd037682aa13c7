/** A certificate this PKI signed. */
export interface IssuedCertificate {
	/** Lower-case hex SHA-256 of the DER certificate: 64 characters. */
	readonly certificateId: string;
	/** Ends with a newline. */
	readonly certificatePem: string;
	/** ms since 1970 */
	readonly notBefore: number;
	/** ms since 1970 */
	readonly notAfter: number;
}

export interface IssuedKeyPair {
	/** SPKI PEM (`BEGIN PUBLIC KEY`). */
	readonly publicKeyPem: string;
	/** PKCS#1 PEM (`BEGIN RSA PRIVATE KEY`), as AWS hands it out. Never stored by the emulator. */
	readonly privateKeyPem: string;
}

/** Seconds for which a provisioning claim is good (AWS: five minutes). */
export const claimLifetimeSeconds = 300;

/** The emulator's certificate authority. One root signs the server, the devices and, under another issuer name, the claims. */
export interface Pki {
	readonly rootCaPem: string;
	/** RSA 2048, signed by the root; subjectAltName localhost, 127.0.0.1, ::1, and what the emulator is reached by besides. */
	readonly serverCertificatePem: string;
	/** PKCS#8 PEM. */
	readonly serverKeyPem: string;

	/** A fresh RSA 2048 key pair with a certificate until 2049-12-31T23:59:59Z, CN=AWS IoT Certificate. */
	issueKeysAndCertificate(): Promise<IssuedCertificate & { readonly keyPair: IssuedKeyPair }>;

	/** Copies the CSR's subject unchanged. Throws AwsError InvalidRequestException: malformed, over 4096 characters, bad signature, weak key. */
	issueFromCsr(certificateSigningRequestPem: string): Promise<IssuedCertificate>;

	/** A claim certificate: subject CN=<64 hex>, issuer OU=Amazon IoT Provisioning, valid from 120 s ago for `claimLifetimeSeconds`. */
	issueClaim(): Promise<IssuedCertificate & { readonly keyPair: IssuedKeyPair }>;

	/** Resolves when the keys made ahead of need are all there for the first time; never after `close`. */
	readonly keysReady: Promise<void>;

	/** Stops making keys ahead of need. May be called twice. */
	close(): void;
}
