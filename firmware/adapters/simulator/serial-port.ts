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
	const device: unknown = config.serialPort;
	if (typeof device !== "string" || device === "" || !File.exists(device)) return undefined;
	return (callbacks) => new Port({ ...callbacks, device, baud, format: "buffer" });
}
