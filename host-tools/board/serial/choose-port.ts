import { ToolError } from "../../base/tool-error.js";
import { listPorts, type PortInfo } from "./list-ports.js";
import { portMissing } from "./port-error.js";
import { bridgeName, type UsbIds } from "./usb-bridges.js";

type Environment = Readonly<Record<string, string | undefined>>;

export interface ChosenPort {
	readonly path: string;
	/** Where the system knows them: they tell how the board is reset. */
	readonly usb: UsbIds | undefined;
	/** Nobody named it: it was the only one. */
	readonly found: boolean;
}

/** `asked` is --port. Variables: ESPPORT (ESP-IDF), ESPTOOL_PORT, UPLOAD_PORT (Moddable). Rejects with `port-missing`, `port-ambiguous`. */
export async function choosePort(asked: string | undefined, env: Environment, list = listPorts): Promise<ChosenPort> {
	const path = namedPort(asked, env);
	if (path?.includes("://")) return { path, usb: undefined, found: false };
	if (path !== undefined) {
		// The ids are a help only: a port is opened also where nothing can be listed.
		const known = await list().catch(() => []);
		return { path, usb: known.find((port) => port.path === path)?.usb, found: false };
	}
	return { ...pickPort(await list()), found: true };
}

/** For what a board says, in a timeline: e.g. ttyUSB0, COM3, 127.0.0.1:5555. */
export function shortName({ path }: ChosenPort): string {
	return path.slice(path.lastIndexOf("/") + 1);
}

/** What names the port, where something does. */
export function namedPort(asked: string | undefined, env: Environment): string | undefined {
	return asked || env.ESPPORT || env.ESPTOOL_PORT || env.UPLOAD_PORT || undefined;
}

/** The only port that may be a board. Throws `port-missing`, `port-ambiguous`. */
export function pickPort(ports: readonly PortInfo[]): PortInfo {
	const boards = ports.filter(({ usb }) => usb !== undefined && bridgeName(usb) !== undefined);
	// Where the system does not say what is behind a port, it may be a board.
	const candidates = boards.length > 0 ? boards : ports.filter(({ usb }) => usb === undefined);
	const [first, ...others] = candidates;
	if (first === undefined) throw portMissing("No board is found on any serial port");
	if (others.length === 0) return first;
	throw new ToolError("port-ambiguous", `There are several boards: ${candidates.map(describePort).join(", ")}`, {
		next: `say which: --port ${first.path}`,
	});
}

function describePort({ path, usb }: PortInfo): string {
	if (usb === undefined) return path;
	return `${path} (${bridgeName(usb) ?? "USB"} ${usb.vendorId}:${usb.productId})`;
}
