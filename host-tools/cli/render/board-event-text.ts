import type { ThingsmithEvent } from "../../base/events.js";
import type { Wording } from "./event-text.js";
import { identityWords } from "./identity-report-text.js";
import { kilobytes } from "./progress-line.js";
import type { Style } from "./style.js";

type Of<Name extends ThingsmithEvent["event"]> = Extract<ThingsmithEvent, { event: Name }>;
type BoardEvent = Of<
	| "board"
	| "flashing"
	| "region"
	| "erased"
	| "flashed"
	| "image"
	| "signing-request"
	| "inspected"
	| "link"
	| "line"
	| "raw"
>;

/** The words of events about a board on a serial port. */
export function boardWords(style: Style, happened: BoardEvent): Wording {
	switch (happened.event) {
		case "board": {
			const { port, chip, flashSize, mac } = happened;
			const about = [flashSize && `${flashSize} flash`, mac].filter(Boolean).join(", ");
			return { words: `${style.bold(chip)} on ${port}${about === "" ? "" : style.dim(` (${about})`)}` };
		}
		case "region":
			return { words: regionWords(style, happened) };
		case "erased":
			return { words: erasedWords(happened) };
		case "flashed": {
			const { target, version, restarted } = happened;
			const how = restarted ? "It is starting." : "Press RESET to start it.";
			return { words: `${style.green("Flashed")} thingsmith ${version} for ${target}. ${how}` };
		}
		case "image":
			return { data: `${happened.path}  offset ${hex(happened.offset)}  ${kilobytes(happened.size)}` };
		case "signing-request":
			return { data: `${happened.path}  of the board ${happened.serialNumber}` };
		case "inspected":
			return { data: identityWords(happened.source, happened.report) };
		case "link":
			return {
				words: style.dim(
					happened.state === "open" ? `[${happened.port}]` : `[${happened.port} went away, waiting for it]`,
				),
			};
		case "line":
			return { words: style.dim(happened.text) };
		case "flashing":
		case "raw":
			return {};
	}
}

function regionWords(style: Style, { region, offset, size, outcome, milliseconds = 0 }: Of<"region">): string {
	const line = `${region.padEnd(16)} ${hex(offset).padStart(8)} ${kilobytes(size).padStart(8)}  `;
	if (outcome === "unchanged") return line + style.dim("there already");
	if (outcome === "planned") return `${line}would be written`;
	return `${line}${style.green("written")} ${style.dim(`and verified in ${(milliseconds / 1000).toFixed(1)} s`)}`;
}

function erasedWords({ what, offset, size, planned }: Of<"erased">): string {
	const where = offset === undefined || size === undefined ? "" : ` at ${hex(offset)}, ${kilobytes(size)}`;
	const name = what === "flash" ? "the whole flash" : "the identity partition";
	return planned ? `Would erase ${name}${where}.` : `Erased ${name}${where}.`;
}

function hex(offset: number): string {
	return `0x${offset.toString(16)}`;
}
