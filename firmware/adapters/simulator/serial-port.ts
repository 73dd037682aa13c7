import Serial from "embedded:io/serial";
import { File } from "file";
import config from "mc/config";
import type { SerialCallbacks, SerialPort } from "../serial-console.js";

/** Desktop ports are named by `device`, which the SDK's typings do not know. */
const Port = Serial as unknown as new (
	options: SerialCallbacks & { readonly device: string; readonly baud: number; readonly format: "buffer" },
) => SerialPort;

/** Speed of the chips' own; a pty has none. */
const baud = 115_200;

/** The port the build named with `mcconfig … serialPort=/path`; undefined where none is named or there. */
export function findSerialPort(): ((callbacks: SerialCallbacks) => SerialPort) | undefined {
	const device = existing(config.serialPort);
	if (device === undefined) return undefined;
	return (callbacks) => new Port({ ...callbacks, device, baud, format: "buffer" });
}

/** Whether there is the file that the build named with `mcconfig … buttonHeld=/path`: a button that nobody can press counts as held then. */
export function isButtonHeld(): boolean {
	return existing(config.buttonHeld) !== undefined;
}

function existing(path: unknown): string | undefined {
	return typeof path === "string" && path !== "" && File.exists(path) ? path : undefined;
}
