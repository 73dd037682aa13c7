import { connect, type Socket } from "node:net";
import { throwIfInterrupted } from "../../base/interruption.js";
import { systemErrorCode, ToolError } from "../../base/tool-error.js";

/** How long a connection may take, in ms. */
const connectDeadlineMs = 10_000;

/** A connection to the host and port of `name`, a URL such as tcp://host:port. Rejects with ToolError `usage`, `port-missing`. */
export async function connectSocket(name: string, signal: AbortSignal): Promise<Socket> {
	const { hostname, port } = URL.canParse(name) ? new URL(name) : { hostname: "", port: "" };
	if (hostname === "" || port === "") {
		throw new ToolError("usage", `${name} names no host and port`, {
			next: "write it as rfc2217://HOST:PORT or tcp://HOST:PORT",
		});
	}
	// URL keeps the brackets of an IPv6 address.
	const socket = connect({ host: hostname.replace(/^\[|\]$/g, ""), port: Number(port), noDelay: true });
	try {
		await connected(socket, AbortSignal.any([signal, AbortSignal.timeout(connectDeadlineMs)]));
		return socket;
	} catch (error) {
		socket.destroy();
		throwIfInterrupted(signal);
		throw new ToolError(
			"port-missing",
			`${name} cannot be reached: ${systemErrorCode(error) ?? (error as Error).message}`,
			{
				next: "start the server that has the board (esp_rfc2217_server, ser2net), and check host and port",
				cause: error,
			},
		);
	}
}

function connected(socket: Socket, signal: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		const abort = () => reject(new Error("no answer"));
		signal.addEventListener("abort", abort, { once: true });
		const over = () => signal.removeEventListener("abort", abort);
		socket.once("connect", () => {
			over();
			socket.removeListener("error", fail);
			resolve();
		});
		const fail = (error: Error) => {
			over();
			reject(error);
		};
		socket.once("error", fail);
	});
}
