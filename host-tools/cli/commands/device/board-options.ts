import { type Command, InvalidArgumentError } from "commander";
import { ToolError } from "../../../base/tool-error.js";
import type { CommandContext } from "../../command-context.js";
import { integer } from "../arguments.js";

export interface BoardFlags {
	readonly port?: string;
	readonly baud?: number;
}

/** As bridges and chips go: beyond 4 MBd nothing does. */
export const baudRate = integer(300, 4_000_000);

/** The speed boards are flashed with unless told otherwise, in baud: what common bridges and cables bear. */
const defaultBaudRate = 460_800;

/** --port and --baud, as every command has them that talks to a board's bootloader. */
export function addBoardOptions(command: Command): Command {
	return addPortOption(command).option(
		"--baud <n>",
		`speed of the line (ESPBAUD, ESPTOOL_BAUD; default: ${defaultBaudRate})`,
		baudRate,
	);
}

export function addPortOption(command: Command): Command {
	return command.option(
		"--port <name>",
		"e.g. /dev/ttyUSB0, COM3 or rfc2217://host:port (ESPPORT, ESPTOOL_PORT, UPLOAD_PORT; default: the only board there is)",
		portName,
	);
}

/** What withChip needs of the flags. */
export function boardOptions({ port, baud }: BoardFlags, { env }: CommandContext) {
	return { port, baudRate: baud ?? environmentBaudRate(env) ?? defaultBaudRate, env };
}

function environmentBaudRate({ ESPBAUD, ESPTOOL_BAUD }: CommandContext["env"]): number | undefined {
	const text = ESPBAUD || ESPTOOL_BAUD || undefined;
	if (text === undefined) return undefined;
	try {
		return baudRate(text);
	} catch {
		throw new ToolError("usage", "ESPBAUD or ESPTOOL_BAUD is no baud rate", { next: "unset it, or give --baud" });
	}
}

export function portName(text: string): string {
	if (text === "") throw new InvalidArgumentError("It must name a port.");
	return text;
}
