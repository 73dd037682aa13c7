import { setTimeout as delay } from "node:timers/promises";
import { throwIfInterrupted } from "../../base/interruption.js";
import type { ChosenPort } from "../serial/choose-port.js";
import { connectSocket } from "../serial/connect-socket.js";
import { listPorts, type PortInfo } from "../serial/list-ports.js";
import { bridgeName } from "../serial/usb-bridges.js";

/** Ports with a board on them, one after the other: a port comes again only after its board was unplugged. */
export class BoardQueue {
	readonly #list: typeof listPorts;
	readonly #only: string | undefined;
	readonly #isServed: typeof isServed;
	readonly #lookMs: number;
	/** Ports whose board is done and still plugged in. */
	readonly #done = new Set<string>();
	#isFirst = true;

	/** `only`: no other port than that one. `lookMs`: between two looks at the ports. */
	constructor(only: string | undefined, list = listPorts, probe = isServed, lookMs = 250) {
		this.#only = only;
		this.#list = list;
		this.#isServed = probe;
		this.#lookMs = lookMs;
	}

	/** Rejects with ToolError `interrupted`. */
	async next(signal: AbortSignal): Promise<ChosenPort> {
		for (;;) {
			throwIfInterrupted(signal);
			const boards = await this.#boards(signal);
			for (const path of this.#done) if (!boards.some((port) => port.path === path)) this.#done.delete(path);
			const board = boards.find(({ path }) => !this.#done.has(path));
			if (board !== undefined) {
				this.#done.add(board.path);
				return { ...board, found: true };
			}
			await delay(this.#lookMs, undefined, { signal }).catch(() => {});
		}
	}

	async #boards(signal: AbortSignal): Promise<readonly PortInfo[]> {
		const only = this.#only;
		if (only?.includes("://")) {
			// The first time it is simply opened, which says best what is wrong with it.
			const there = this.#isFirst || (await this.#isServed(only, signal));
			this.#isFirst = false;
			return there ? [{ path: only, usb: undefined }] : [];
		}
		const ports = await this.#list();
		if (only !== undefined) return ports.filter(({ path }) => path === only);
		return ports.filter(({ usb }) => usb !== undefined && bridgeName(usb) !== undefined);
	}
}

/** A port of another machine cannot be listed, but whoever serves it takes no connections while its board is away. */
export async function isServed(port: string, signal: AbortSignal): Promise<boolean> {
	return connectSocket(port, signal).then(
		(socket) => {
			socket.destroy();
			return true;
		},
		() => false,
	);
}
