import type { EventNamed, EventText } from "./event-text.js";
import { identityReportText } from "./identity-report-text.js";
import { kilobytes } from "./progress-line.js";
import type { Style } from "./style.js";

type BoardEvent = EventNamed<
	| "board"
	| "flashing"
	| "region"
	| "erased"
	| "flashed"
	| "image"
	| "signing-request"
	| "inspected"
	| "link"
	| "port"
	| "line"
	| "raw"
>;

/** The text of events about a board on a serial port. */
export function boardEventText(style: Style, happened: BoardEvent): EventText {
	switch (happened.event) {
		case "board": {
			const { port, chip, flashSize, mac } = happened;
			const about = [flashSize && `${flashSize} flash`, mac].filter(Boolean).join(", ");
			return { message: `${style.bold(chip)} on ${port}${about === "" ? "" : style.dim(` (${about})`)}` };
		}
		case "region":
			return { message: regionText(style, happened) };
		case "erased":
			return { message: erasedText(happened) };
		case "flashed": {
			const { target, version, restarted } = happened;
			const how = restarted ? "It is starting." : "Press RESET to start it.";
			return { message: `${style.green("Flashed")} thingsmith ${version} for ${target}. ${how}` };
		}
		case "image":
			return { data: `${happened.path}  offset ${hex(happened.offset)}  ${kilobytes(happened.size)}` };
		case "signing-request":
			return { data: `${happened.path}  of the board ${happened.serialNumber}` };
		case "inspected":
			return { data: identityReportText(happened.source, happened.report) };
		case "link":
			return {
				message: style.dim(
					happened.state === "open" ? `[${happened.port}]` : `[${happened.port} went away, waiting for it]`,
				),
			};
		case "port": {
			const { port, vendorId, productId, bridge } = happened;
			const about = vendorId === undefined ? "no USB device" : `USB ${vendorId}:${productId}`;
			return { data: [port, about, bridge].filter((part) => part !== undefined).join("  ") };
		}
		case "line":
			return { message: style.dim(happened.text) };
		case "flashing":
		case "raw":
			return {};
	}
}

function regionText(style: Style, { region, offset, size, outcome, milliseconds = 0 }: EventNamed<"region">): string {
	const line = `${region.padEnd(16)} ${hex(offset).padStart(8)} ${kilobytes(size).padStart(8)}  `;
	if (outcome === "unchanged") return line + style.dim("there already");
	if (outcome === "planned") return `${line}would be written`;
	return `${line}${style.green("written")} ${style.dim(`and verified in ${(milliseconds / 1000).toFixed(1)} s`)}`;
}

function erasedText({ what, offset, size, planned }: EventNamed<"erased">): string {
	const where = offset === undefined || size === undefined ? "" : ` at ${hex(offset)}, ${kilobytes(size)}`;
	const name = what === "flash" ? "the whole flash" : "the identity partition";
	return planned ? `Would erase ${name}${where}.` : `Erased ${name}${where}.`;
}

function hex(offset: number): string {
	return `0x${offset.toString(16)}`;
}
