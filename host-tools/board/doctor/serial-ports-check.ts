import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { type Check, type Finding, fail, ok, warn } from "../../base/doctor/check.js";
import { errorFinding } from "../../base/doctor/error-finding.js";
import { hasCode, type ToolError } from "../../base/tool-error.js";
import { listPorts, type PortInfo } from "../serial/list-ports.js";
import { loadSerialPort } from "../serial/load-serialport.js";
import { openError, portMissing } from "../serial/port-error.js";
import { bridgeName } from "../serial/usb-bridges.js";

/** Listing and a look at each port, in ms. */
const deadlineMs = 10_000;

/** What a test may replace. */
export interface SerialPortsParts {
	readonly list: typeof listPorts;
	readonly load: () => Promise<unknown>;
}

/** The serial ports of this machine, and whether this user may open them. None is opened: that would restart some boards. */
export function serialPortsCheck({ list, load }: SerialPortsParts = { list: listPorts, load: loadSerialPort }): Check {
	return {
		check: "serial-ports",
		area: "board",
		deadlineMs,
		run: async () => {
			const missing = await load().then(
				() => undefined,
				(error: unknown) => error,
			);
			if (missing !== undefined) return softened(missing);
			return portsFinding(await list());
		},
	};
}

/** Boards may be reached over TCP and RFC 2217 without the library. */
function softened(thrown: unknown): Finding {
	const finding = errorFinding(thrown);
	return hasCode(thrown, "installation-incomplete") && finding.status !== "ok"
		? { ...finding, status: "warn" }
		: finding;
}

async function portsFinding(ports: readonly PortInfo[]): Promise<Finding> {
	const paths = ports.map(({ path }) => path);
	if (ports.length === 0) {
		const { code, message, next = "" } = portMissing("No serial port is there");
		return warn(code, message, next, { ports: paths });
	}
	const refused = (await Promise.all(ports.map(refusalOf))).filter((error) => error !== undefined);
	const facts = { ports: paths, forbidden: refused.length };
	const [first] = refused;
	if (first !== undefined) return fail(first.code, first.message, first.next ?? "", facts);
	return ok(ports.map(describe).join(", "), facts);
}

async function refusalOf({ path }: PortInfo): Promise<ToolError | undefined> {
	// Windows and a port that went away meanwhile tell only when it is opened.
	if (process.platform === "win32") return undefined;
	try {
		await access(path, constants.R_OK | constants.W_OK);
		return undefined;
	} catch (error) {
		const why = openError(path, error);
		return why.code === "port-forbidden" ? why : undefined;
	}
}

function describe({ path, usb }: PortInfo): string {
	const bridge = usb && bridgeName(usb);
	return bridge === undefined ? path : `${path} (${bridge})`;
}
