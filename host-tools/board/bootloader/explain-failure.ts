import type { ESPError } from "esptool-js";
import { ToolError } from "../../base/tool-error.js";

/**
 * What the chip answers to a packet that arrived damaged, and that it did not take: the ROM 5 (invalid) and 7 (checksum), the stub
 * 192 (length) and 193 (checksum).
 */
const damaged = /failed with status \d+,(5|7|192|193)\b/;

/** True when sending the same again does no harm: the chip has not taken it. */
export function arrivedDamaged(error: ESPError): boolean {
	return damaged.test(error.message);
}

const slower = "try again, with --baud 115200 if it happens again, and with another cable";

/** A failure of esptool-js, in our words. */
export function explainFailure(what: string, cause: ESPError): ToolError {
	if (arrivedDamaged(cause)) {
		return new ToolError("flash-failed", `What is sent arrives damaged while ${what}`, { next: slower, cause });
	}
	if (/failed with status/.test(cause.message)) {
		return new ToolError("flash-failed", `The chip reports an error while ${what}: ${cause.message}`, {
			next: "try again; if it stays, the flash may be worn or protected",
			cause,
		});
	}
	return new ToolError("chip-silent", `The chip stopped answering while ${what}: ${cause.message}`, {
		next: slower,
		cause,
	});
}
