import { ToolError } from "../../base/tool-error.js";
import { diagnoseBoard } from "../diagnosis/diagnose-board.js";
import type { SerialLink } from "../serial/serial-link.js";

/** Why no chip answers on a port, from what was heard there instead. */
export function silentChip(
	{ name, hasSignals }: Pick<SerialLink, "name" | "hasSignals">,
	heard: Uint8Array,
	cause: unknown,
): ToolError {
	const log = Buffer.from(heard).toString("latin1");
	const diagnosis = diagnoseBoard(heard);
	const boots = [...log.matchAll(/boot:0x[0-9a-f]+/gi)];
	const ended = (message: string, next: string) => new ToolError("chip-silent", message, { next, cause });
	if (diagnosis?.code === "brownout") {
		return ended(`The chip on ${name} does not answer: ${diagnosis.message}`, diagnosis.next);
	}
	if (/waiting for download/.test(log)) {
		return ended(
			`The chip on ${name} waits for a download, but hears nothing of what is sent`,
			"check the line from the adapter's TX to the chip's RX",
		);
	}
	if (boots.length > 0) {
		return ended(
			`The chip on ${name} starts its firmware (${boots.at(-1)?.[0]}) instead of its bootloader`,
			"hold BOOT, press and release RESET, release BOOT, then run the command again",
		);
	}
	const heardWhat = diagnosis === undefined ? "" : `; from what was heard, ${diagnosis.message}`;
	const byHand = "hold BOOT while plugging the board in, then run the command again";
	return hasSignals
		? ended(
				`No chip answers on ${name}${heardWhat}`,
				`${byHand}; if it stays silent: is it the right port, and the cable good for data?`,
			)
		: ended(`No chip answers on ${name}, which cannot reset it${heardWhat}`, byHand);
}
