import { keyPairIn } from "../../base/keys/read-keys.js";
import { ToolError } from "../../base/tool-error.js";

export interface ProvisioningClaim {
	/** Lower-case hex SHA-256: files are called by it. */
	readonly certificateId: string;
	readonly certificatePem: string;
	/** Of the certificate. */
	readonly privateKeyPem: string;
	readonly expiresAt: Date;
}

/** What CreateProvisioningClaim may have answered: the SDK types it and does not look. */
export interface ClaimReply {
	readonly certificateId?: unknown;
	readonly certificatePem?: unknown;
	readonly keyPair?: { readonly PrivateKey?: unknown } | null | undefined;
	readonly expiration?: unknown;
}

/** Throws ToolError `aws-refused` for a reply that no device could use; it quotes nothing of it. */
export function checkedClaim(reply: ClaimReply): ProvisioningClaim {
	const { certificateId, certificatePem, keyPair, expiration } = reply;
	const privateKeyPem = keyPair?.PrivateKey;
	if (!isText(certificateId) || !isText(certificatePem) || !isText(privateKeyPem) || !(expiration instanceof Date)) {
		throw useless("answered without certificate, key or expiry");
	}
	if (!/^[0-9a-f]{64}$/.test(certificateId)) throw useless("answered with a certificate id that is none");
	if (Number.isNaN(expiration.getTime())) throw useless("answered with an expiry that is no time");
	checkPair(certificatePem, privateKeyPem);
	return { certificateId, certificatePem, privateKeyPem, expiresAt: expiration };
}

function checkPair(certificatePem: string, privateKeyPem: string): void {
	try {
		const source = { name: "its certificate", content: certificatePem };
		keyPairIn(source, { name: "its key", content: privateKeyPem });
	} catch (error) {
		throw useless(`answered with what is no claim: ${(error as Error).message}`);
	}
}

function isText(value: unknown): value is string {
	return typeof value === "string" && value !== "";
}

function useless(what: string): ToolError {
	return new ToolError("aws-refused", `CreateProvisioningClaim ${what}`, {
		next: "try again; if it stays, see what answers at --endpoint-url (AWS_ENDPOINT_URL)",
	});
}
