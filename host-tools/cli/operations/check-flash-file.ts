import type { Flash } from "../../../firmware/ports/flash.js";
import { placeError } from "../../base/files/place-error.js";
import { ToolError } from "../../base/tool-error.js";
import { openFileFlash } from "../../virtual-device/file-flash.js";

/** Where a journal begins: the first bytes of its first record (docs/identity-partition.md). */
const begun = [0x54, 0x53] as const;

/** Throws for a file that is no device's flash, which a device would write over, and which nothing is to be made beside. */
export function checkFlashFile(path: string): void {
	let flash: Flash | undefined;
	try {
		flash = openFileFlash(path);
		if (!isJournal(flash)) throw otherContent(path);
	} catch (error) {
		throw placeError(path, error);
	} finally {
		flash?.close();
	}
}

/** A half may be spoilt while the other has a journal. Without any, both must be as an erase or a torn first write leaves them. */
function isJournal(flash: Flash): boolean {
	const { size, blockLength } = flash.status();
	const second = Math.floor(size / blockLength / 2) * blockLength;
	const halves = [0, second].map((offset) => flash.read(offset, begun.length));
	return (
		halves.some((half) => begun.every((byte, at) => half[at] === byte)) ||
		halves.every((half) => begun.every((byte, at) => half[at] === byte || half[at] === 0xff))
	);
}

function otherContent(path: string): ToolError {
	return new ToolError("flash-failed", `"${path}" holds something else than a device's flash`, {
		next: "is it the right file? A new device needs the name of one that is not there yet",
	});
}
