import { read } from "node:fs";
import { promisify } from "node:util";
import type { NativeBinding, NativeBindingPort, NativeTerminal } from "./load-serialport.js";

/**
 * The binding, with reads that fail when the port is gone. A terminal that was hung up (its USB bridge unplugged, the other side
 * of a pty closed) reads as ended on Linux and macOS; the binding's own read takes that for "nothing yet" and asks again at once
 * and for ever, until the memory is full: https://github.com/serialport/bindings-cpp/issues/162
 */
export function withEndingReads(binding: NativeBinding): NativeBinding {
	return {
		...binding,
		async open(options) {
			const port = await binding.open(options);
			if (isTerminal(port)) port.read = (buffer, offset, length) => readTerminal(port, buffer, offset, length);
			return port;
		},
	};
}

function isTerminal(port: NativeBindingPort): port is NativeTerminal {
	return "fd" in port && "poller" in port;
}

const readFile = promisify(read);

async function readTerminal(port: NativeTerminal, buffer: Buffer, offset: number, length: number) {
	while (port.fd !== null) {
		try {
			const { bytesRead } = await readFile(port.fd, buffer, offset, length, null);
			// It is opened with VMIN 1 and without waiting: nothing yet is EAGAIN.
			if (bytesRead === 0) throw new Error("the port hung up");
			return { bytesRead, buffer };
		} catch (error) {
			const { code } = error as NodeJS.ErrnoException;
			if (code !== "EAGAIN" && code !== "EINTR") throw error;
		}
		if (port.fd !== null) await readable(port);
	}
	throw Object.assign(new Error("the port is closed"), { canceled: true });
}

function readable({ poller }: NativeTerminal): Promise<void> {
	return new Promise((resolve, reject) => poller.once("readable", (error) => (error ? reject(error) : resolve())));
}
