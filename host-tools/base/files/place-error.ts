import { explainSystemError, systemReason } from "../system-error.js";
import { systemErrorCode, ToolError } from "../tool-error.js";

/** ToolError `file-forbidden` for an error of creating or opening what a person named; any other error as it is. */
export function placeError(path: string, thrown: unknown): unknown {
	const meaning = explainSystemError(thrown);
	if (meaning?.code !== "file-forbidden" && meaning?.code !== "file-missing") return thrown;
	return new ToolError("file-forbidden", `Cannot use ${path}: ${systemReason(thrown)}`, {
		next: meaning.code === "file-missing" ? "choose another place" : meaning.next,
		cause: thrown,
	});
}

/** Whether an error, or what it was made of, is that the disk has no room. */
export function isDiskFull(thrown: unknown): boolean {
	if (!(thrown instanceof Error)) return false;
	return systemErrorCode(thrown) === "ENOSPC" || isDiskFull(thrown.cause);
}
