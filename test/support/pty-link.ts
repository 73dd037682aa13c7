import type { SerialLink, SerialListener } from "../../host-tools/board/serial/serial-link.js";
import { makePty } from "./pty.js";

export { canMakePty as canOpenPty } from "./pty.js";

/** A pty whose other side is found at `path`, as a link of the host tools. */
export async function openPtyLink(path: string): Promise<SerialLink> {
	const pty = await makePty(path, { holds: true });
	let listener: SerialListener | undefined;
	pty.output.on("data", (bytes: Buffer) => listener?.onBytes(new Uint8Array(bytes)));
	return {
		name: path,
		hasSignals: false,
		listen: (next) => {
			listener = next;
		},
		write: (bytes) => new Promise((resolve) => pty.input.write(bytes, () => resolve())),
		setBaudRate: async () => {},
		setSignals: async () => {},
		async close() {
			listener = undefined;
			await pty.close();
		},
	};
}
