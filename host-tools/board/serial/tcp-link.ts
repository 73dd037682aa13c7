import { connectSocket } from "./connect-socket.js";
import type { OpenSerialLink } from "./serial-link.js";
import { SocketEnd } from "./socket-link.js";

/** tcp://host:port: the bytes as they are, no speed and no modem lines. */
export const openTcpLink: OpenSerialLink = async (name, { signal }) => {
	const end = new SocketEnd(name, await connectSocket(name, signal));
	return {
		name,
		hasSignals: false,
		listen: (listener) => end.listen(listener),
		write: (bytes) => end.write(bytes),
		setBaudRate: async () => undefined,
		setSignals: async () => undefined,
		close: () => end.close(),
	};
};
