import { ToolError } from "../../base/tool-error.js";

/** What the AWS CLI and SDKs give for `create-provisioning-claim` and `create-keys-and-certificate`. */
export interface AwsCredential {
	readonly certificatePem: string;
	readonly privateKeyPem: string;
	/** ms since 1970; undefined for keys and certificate, which are no claim. */
	readonly expiresAt: number | undefined;
}

/** Undefined when `text` is no JSON object. Throws ToolError `file-invalid` when it is one of another kind; never quotes it. */
export function readAwsCredential(path: string, text: string): AwsCredential | undefined {
	if (!/^\s*\{/.test(text)) return undefined;
	const value = parse(path, text);
	const keyPair = member(value, "keyPair");
	const [certificatePem, privateKeyPem] = [member(value, "certificatePem"), member(keyPair, "PrivateKey")];
	if (typeof certificatePem !== "string" || typeof privateKeyPem !== "string") {
		throw invalid(path, "has no certificatePem and keyPair.PrivateKey");
	}
	return { certificatePem, privateKeyPem, expiresAt: readExpiration(path, member(value, "expiration")) };
}

function parse(path: string, text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// JSON.parse quotes what it read, which may be a key.
		throw invalid(path, "is not JSON, though it begins like it");
	}
}

/** The CLI's version 2 writes ISO 8601, version 1 seconds since 1970, and an SDK's Date becomes ISO 8601. */
function readExpiration(path: string, expiration: unknown): number | undefined {
	if (expiration === undefined) return undefined;
	const time = typeof expiration === "number" ? expiration * 1000 : Date.parse(String(expiration));
	if (!Number.isFinite(time)) throw invalid(path, `has an "expiration" that is no time`);
	return time;
}

function member(value: unknown, name: string): unknown {
	if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
	return (value as Readonly<Record<string, unknown>>)[name];
}

function invalid(path: string, problem: string): ToolError {
	return new ToolError("file-invalid", `${path} ${problem}`, {
		next: "give what `aws iot create-provisioning-claim` or `aws iot create-keys-and-certificate` printed, as it is",
	});
}
