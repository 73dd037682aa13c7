/** A certificate and whether its key is with it; nothing of the key itself. */
export interface CredentialReport {
	/** Lower-case hex SHA-256 of the certificate, which is what AWS calls its id. */
	readonly certificateId: string;
	/** Undefined where the certificate cannot be read. */
	readonly certificate: CertificateReport | undefined;
	readonly key: "matches" | "other" | "unreadable";
}

export interface CertificateReport {
	readonly subject: string;
	/** ISO 8601. */
	readonly validFrom: string;
	readonly validTo: string;
	/** SHA-256, lower-case hex. */
	readonly fingerprint: string;
}

/** What an identity partition holds, without any secret. */
export interface IdentityReport {
	/**
	 * `identity`: a device that AWS knows and that has proved it. `staged`: one that AWS may know. `claim`: a new device. `empty`: erased.
	 * `noise`: read under flash encryption, or no identity partition. `unknown`: something else.
	 */
	readonly content: "identity" | "staged" | "claim" | "empty" | "noise" | "unknown";
	/** Of the half that counts. */
	readonly half?: 0 | 1;
	readonly generation?: number;
	/** As in docs/identity-partition.md; passwords, tokens and the like are `(set)`. */
	readonly settings?: unknown;
	readonly rootCa?: CertificateReport | undefined;
	readonly claim?: (CredentialReport & { readonly expiresAt?: string; readonly expired?: boolean }) | undefined;
	/** `token`: the ownership token is there. */
	readonly staged?:
		| (CredentialReport & { readonly thingName: string | undefined; readonly token: boolean })
		| undefined;
	readonly identity?: (CredentialReport & { readonly thingName: string }) | undefined;
	/** False while something of the claim may still be in the other half. */
	readonly claimErased?: boolean | undefined;
}
