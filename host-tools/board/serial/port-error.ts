import { systemErrorCode, ToolError, type ToolErrorCode } from "../../base/tool-error.js";

const plugIn =
	"plug the board in with a cable that carries data (many only charge), and see that the driver of its USB bridge is installed";

export function portMissing(message: string, cause?: unknown): ToolError {
	return new ToolError("port-missing", message, { next: plugIn, cause });
}

export function portLost(port: string, cause?: unknown): ToolError {
	return new ToolError("port-lost", `${port} went away: the board was unplugged, or the other side hung up`, {
		next: "plug it in again and repeat the command, which goes on where it can",
		cause,
	});
}

/** How long a port may take to open, or to take a few bytes, in ms. */
export const portDeadlineMs = 10_000;

/** Nothing happens on a port within `portDeadlineMs`: flow control, a USB device that hangs, a peer that does not read. */
export function portStuck(port: string): ToolError {
	return new ToolError("port-lost", `${port} did not react within ${portDeadlineMs / 1000} s`, {
		next: "unplug the board, plug it in again and repeat the command",
	});
}

/** What a port may answer while a board restarts: it is gone, and then there before the system has given it to the user. */
const passing: readonly ToolErrorCode[] = Object.freeze(["port-missing", "port-forbidden", "port-busy", "port-lost"]);

/** True for what opening the port again may cure. */
export function isPassing(error: unknown): boolean {
	return error instanceof ToolError && passing.includes(error.code);
}

/**
 * Why a port did not open. serialport's bindings give the operating system's words and no code; Windows says "Access denied" of a
 * port that somebody else has open.
 */
export function openError(port: string, thrown: unknown, platform: NodeJS.Platform = process.platform): ToolError {
	const text = `${systemErrorCode(thrown) ?? ""} ${thrown instanceof Error ? thrown.message : String(thrown)}`;
	const windows = platform === "win32";
	if (
		/EBUSY|EAGAIN|busy|cannot lock|temporarily unavailable/i.test(text) ||
		(windows && /access.*denied/i.test(text))
	) {
		return new ToolError("port-busy", `${port} is in use by another program`, {
			next: "close the serial monitor, IDE or tool that has it open",
			cause: thrown,
		});
	}
	if (/EACCES|EPERM|permission denied|access.*denied/i.test(text)) {
		return new ToolError("port-forbidden", `This user may not open ${port}`, {
			next:
				platform === "linux"
					? 'run `sudo usermod -aG dialout "$USER"` (Arch: uucp) and log in again'
					: "see who owns the port, and give this user access to it",
			cause: thrown,
		});
	}
	if (/EISDIR|is a directory|ENOTTY|inappropriate ioctl/i.test(text)) {
		return new ToolError("port-missing", `${port} is no serial port`, {
			next: "name one such as /dev/ttyUSB0 or COM3: `thingsmith device ports` lists them",
			cause: thrown,
		});
	}
	if (/ENOENT|ENODEV|ENXIO|no such|not found/i.test(text)) return portMissing(`There is no port ${port}`, thrown);
	const reason = thrown instanceof Error ? thrown.message : String(thrown);
	return portMissing(`${port} cannot be opened: ${reason}`, thrown);
}
