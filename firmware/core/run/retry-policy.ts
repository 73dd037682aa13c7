import type { ErrorCode } from "../../ports/errors.js";

/** Failures that the same claim, the same flash and the same cloud would only repeat. */
const final: readonly ErrorCode[] = Object.freeze([
	"bootstrap-invalid",
	"claim-missing",
	"claim-expired",
	"provisioning-rejected",
	"reply-invalid",
	"reply-too-large",
	"flash-full",
] as const);

/** True for what no retry can mend. Everything else is tried again with backoff, a claim until it expires. */
export function isFinal(code: ErrorCode): boolean {
	return final.includes(code);
}
