import { besidePemBlocks } from "../../base/keys/pem-blocks.js";
import { ToolError } from "../../base/tool-error.js";

/** JSON, YAML and tables of the AWS CLI name it; a bootstrap file calls it `expiresAt`. */
const named = /\b(?:expiration|expiresAt)\b["']?[\s:=|>-]*["']?([^\s"',}|]+)/i;
/** Its text output puts it after the certificate, on the line before the keys. */
const ofText = /\t(\d{4}-\d\d-\d\dT\S+|\d{9,10}(?:\.\d+)?)\s+KEYPAIR\b/;

/**
 * When a claim expires, ms since 1970, as the AWS CLI or a bootstrap file says it; undefined when nothing does: then it is no claim.
 * Throws ToolError `file-invalid`. `name` is the file's.
 */
export function claimExpiryIn(name: string, text: string): number | undefined {
	const beside = besidePemBlocks(text);
	const expiration = named.exec(beside)?.[1] ?? ofText.exec(beside)?.[1];
	if (expiration === undefined) return undefined;
	// The CLI's version 1 writes seconds since 1970, version 2 ISO 8601.
	const time = /^\d+(\.\d+)?$/.test(expiration) ? Number(expiration) * 1000 : Date.parse(expiration);
	if (Number.isFinite(time)) return time;
	throw new ToolError("file-invalid", `${name} has an "expiration" that is no time`, {
		next: "give what `aws iot create-provisioning-claim` printed, as it is",
	});
}
