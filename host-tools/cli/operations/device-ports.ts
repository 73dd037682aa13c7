import { interruptible } from "../../base/interruption.js";
import type { NoteEvent } from "../../base/shared-events.js";
import type { TaskContext } from "../../base/task-context.js";
import { listPorts } from "../../board/serial/list-ports.js";
import { loadSerialPort } from "../../board/serial/load-serialport.js";
import { bridgeName } from "../../board/serial/usb-bridges.js";

/** A serial port of this machine. */
export interface PortEvent {
	readonly event: "port";
	/** What `--port` takes. */
	readonly port: string;
	/** Four hex digits; absent for a port that is no USB device. */
	readonly vendorId?: string | undefined;
	readonly productId?: string | undefined;
	/** What ESP32 boards have there; absent for anything else. */
	readonly bridge?: string | undefined;
}

export interface PortsParts {
	readonly list: typeof listPorts;
	readonly load: () => Promise<unknown>;
}

const ours: PortsParts = Object.freeze({ list: listPorts, load: () => loadSerialPort() });

/** Reports each port. Rejects with ToolError `installation-incomplete` where the system does not tell without `serialport`. */
export async function listDevicePorts(
	{ emit, signal }: TaskContext<PortEvent | NoteEvent>,
	{ list, load }: PortsParts = ours,
): Promise<void> {
	const ports = await interruptible(list, signal);
	for (const { path: port, usb } of ports) {
		const { vendorId, productId } = usb ?? {};
		emit({ event: "port", port, vendorId, productId, bridge: usb && bridgeName(usb) });
	}
	if (ports.length === 0) {
		const text =
			"No serial port is there: plug the board in with a cable that carries data (many only charge), and see that the driver of its USB bridge is installed.";
		emit({ event: "note", text });
	}
	const missing = await load().then(
		() => undefined,
		(error: Error & { next?: string }) => error,
	);
	if (missing !== undefined) emit({ event: "note", text: `${missing.message}: ${missing.next}.` });
}
