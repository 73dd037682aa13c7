import { connect, type Socket } from "node:net";
import { throwIfInterrupted } from "../../base/interruption.js";
import { systemErrorCode } from "../../base/tool-error.js";
import { StepError } from "./step-error.js";

/** For a connection, in ms: SYN is sent again after 1 s and 3 s. */
const connectMs = 5_000;
/** Addresses of a name that are tried: one of each family, and another one. */
const mostAddresses = 3;

export interface TcpOptions {
	readonly port: number;
	readonly signal: AbortSignal;
	/** For a connection, in ms; 5 s by default. */
	readonly connectMs?: number | undefined;
}

/**
 * A TCP connection to the first of `addresses` that answers: all are tried at once, because where IPv6 leads nowhere it does so silently. Whoever gets it
 * destroys it. Rejects with StepError `tcp-…`, or `interrupted`.
 */
export async function openTcp(addresses: readonly string[], options: TcpOptions): Promise<Socket> {
	const { signal } = options;
	throwIfInterrupted(signal);
	const over = new AbortController();
	const tries = addresses.slice(0, mostAddresses).map((host) => tryAddress(host, options, over.signal));
	try {
		const socket = await Promise.any(tries);
		// Others that get through later are not needed.
		for (const other of tries) other.then((one) => one === socket || one.destroy()).catch(() => undefined);
		return socket;
	} catch (error) {
		throwIfInterrupted(signal);
		throw explain((error as AggregateError).errors, addresses, options);
	} finally {
		over.abort();
	}
}

async function tryAddress(
	host: string,
	{ port, signal, connectMs: waitMs = connectMs }: TcpOptions,
	over: AbortSignal,
) {
	const socket = connect({ host, port });
	const end = AbortSignal.any([signal, over]);
	try {
		await new Promise<void>((resolve, reject) => {
			socket.setTimeout(waitMs, () => reject(new TooLate()));
			socket.once("connect", resolve);
			socket.once("error", reject);
			end.addEventListener("abort", () => reject(new TooLate()), { once: true });
		});
		socket.setTimeout(0);
		socket.on("error", () => undefined);
		return socket;
	} catch (error) {
		socket.destroy();
		throw error;
	}
}

class TooLate extends Error {}

function explain(
	errors: readonly unknown[],
	addresses: readonly string[],
	{ port, connectMs: waitMs = connectMs }: TcpOptions,
) {
	const where = `${addresses.slice(0, mostAddresses).join(" and ")}, port ${port}`;
	const refusal = errors.find((error) => systemErrorCode(error) === "ECONNREFUSED");
	if (refusal !== undefined) {
		const message = `${where}, refuses the connection: nothing listens there, or a firewall answers so`;
		const next = `let TCP to port ${port} out in the firewall; of an emulator, see that it runs: \`thingsmith local\``;
		return new StepError("tcp", "tcp-refused", { message, next, cause: refusal });
	}
	if (errors.every((error) => error instanceof TooLate || systemErrorCode(error) === "ETIMEDOUT")) {
		const message = `${where}, does not answer within ${waitMs / 1000} s: a firewall drops what is sent there`;
		return new StepError("tcp", "tcp-silent", { message, next: `let TCP to port ${port} out in the firewall` });
	}
	const cause = errors.find((error) => !(error instanceof TooLate));
	const message = `no way leads to ${where} (${systemErrorCode(cause) ?? "unknown"})`;
	return new StepError("tcp", "tcp-unreachable", {
		message,
		next: "check the network: cable, Wi-Fi, VPN, routes",
		cause,
	});
}
