import { explainSystemError } from "../system-error.js";
import { ToolError } from "../tool-error.js";
import { type Finding, fail, warn } from "./check.js";

/** What a check found that ended with an error. */
export function errorFinding(thrown: unknown): Finding {
	if (thrown instanceof ToolError) return fail(thrown.code, thrown.message, thrown.next ?? reportIt);
	const meaning = explainSystemError(thrown);
	const message = thrown instanceof Error ? thrown.message : String(thrown);
	if (meaning !== undefined) return fail(meaning.code, `${message}: ${meaning.reason}`, meaning.next);
	return fail("internal", `Unexpected: ${message}`, reportIt);
}

const reportIt = "report it with `thingsmith doctor --bundle FILE`";

/** As `errorFinding`; what this user may not look at may well be in order: only a warning. */
export function visitorFinding(thrown: unknown): Finding {
	const finding = errorFinding(thrown);
	if (finding.status === "ok" || finding.code !== "permission-missing") return finding;
	return warn(finding.code, `not looked at: ${finding.message}`, finding.next);
}
