import { PowerCut } from "./flash-chip.js";
import type { HostLine } from "./host-line.js";
import { Loader } from "./loader.js";
import type { Command } from "./packet.js";
import type { Session } from "./session.js";
import { SlipDecoder } from "./slip.js";
import type { UnplugTrigger } from "./unplug-trigger.js";

export interface DownloadModeOptions {
	readonly session: Session;
	readonly line: HostLine;
	readonly trigger: UnplugTrigger;
	onCommand(command: Command): void;
	/** The cable is pulled. */
	unplug(): void;
}

/** A chip in download mode, until it is closed: hears the line, and runs one command after the other. */
export class DownloadMode {
	readonly #options: DownloadModeOptions;
	readonly #decoder = new SlipDecoder();
	readonly #loader: Loader;
	#queue: Promise<void> = Promise.resolve();
	#muted = false;

	/** The UART measures the host's rate until the first SYNC that it understands. */
	constructor(options: DownloadModeOptions) {
		this.#options = options;
		options.line.uart.measuring = true;
		this.#loader = new Loader(options.session, (payload) => {
			if (!this.#muted) options.line.sendFrame(payload);
		});
	}

	hear(bytes: Uint8Array): void {
		for (const frame of this.#decoder.push(bytes)) this.#queue = this.#queue.then(() => this.#take(frame));
	}

	/** What is still running has no effect on the line any more. */
	close(): void {
		this.#muted = true;
		this.#options.session.close();
	}

	async #take(frame: Uint8Array): Promise<void> {
		if (this.#muted) return;
		const command = this.#loader.parse(frame);
		if (command) {
			this.#options.onCommand(command);
			if (command.name === "SYNC") this.#options.line.uart.measuring = false;
			if (this.#options.trigger.command()) return this.#unplugDuring(frame, command);
		}
		await this.#loader.take(frame);
	}

	async #unplugDuring(frame: Uint8Array, command: Command): Promise<void> {
		this.#muted = true;
		this.#options.session.flash.cutPowerAfter(Math.floor(command.data.length / 2));
		try {
			await this.#loader.take(frame);
		} catch (error) {
			if (!(error instanceof PowerCut)) throw error;
		}
		this.#options.unplug();
	}
}
