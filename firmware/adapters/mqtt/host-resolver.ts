// biome-ignore lint/style/useNodejsImportProtocol: the SDK's module of that name, not Node's
import Net from "net";
import Timer from "timer";
import type { ConnectionGuard } from "./connection-guard.js";

/** What the SDK's MQTT client asks of a resolver. `onResolved` gets the name it asked for: it becomes the TLS server name. */
export interface ResolveRequest {
	readonly host: string;
	readonly onResolved: (host: string, address: string) => void;
	readonly onError: (host: string) => void;
}

/**
 * DNS through the platform's own resolver, which on ESP32 knows the server DHCP named. It stands in for the SDK's UDP resolver,
 * which wants DNS servers listed, keeps calling back after the client was closed, and throws on malformed datagrams.
 */
export default class HostResolver {
	readonly #guard: ConnectionGuard;

	constructor(options: { readonly guard: ConnectionGuard }) {
		this.#guard = options.guard;
	}

	resolve(request: ResolveRequest): void {
		const { host, onResolved, onError } = request;
		const known = host === "localhost" ? "127.0.0.1" : isIPv4(host) ? host : undefined;
		if (known !== undefined) {
			Timer.set(() => this.#guard.run(() => onResolved(host, known)));
			return;
		}
		Net.resolve(host, (_name, address) => {
			this.#guard.run(() => {
				if (address === undefined) onError(host);
				else onResolved(host, address);
			});
		});
	}
}

/** Dotted decimal with four parts. */
export function isIPv4(host: string): boolean {
	const parts = host.split(".");
	return parts.length === 4 && parts.every((part) => String(Number.parseInt(part, 10)) === part && Number(part) < 256);
}
