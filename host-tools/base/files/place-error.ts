import { systemErrorCode, ToolError } from "../tool-error.js";

/** What another place mends. */
const ofPlaces: readonly string[] = Object.freeze([
	"EACCES",
	"EPERM",
	"EROFS",
	"ENOENT",
	"ENOTDIR",
	"EISDIR",
	"EEXIST",
	"ENAMETOOLONG",
	"ELOOP",
	"ENOSPC",
]);

/** ToolError `file-forbidden` for an error of creating or opening what a person named; any other error as it is. */
export function placeError(path: string, thrown: unknown): unknown {
	if (!ofPlaces.includes(systemErrorCode(thrown) ?? "")) return thrown;
	return new ToolError("file-forbidden", `Cannot use ${path}: ${(thrown as Error).message}`, {
		next: "choose another place",
		cause: thrown,
	});
}

/** Whether an error, or what it was made of, is that the disk has no room. */
export function isDiskFull(thrown: unknown): boolean {
	if (!(thrown instanceof Error)) return false;
	return systemErrorCode(thrown) === "ENOSPC" || isDiskFull(thrown.cause);
}
