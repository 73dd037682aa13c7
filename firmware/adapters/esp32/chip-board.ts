import Digital from "embedded:io/digital";
import type { Board, Button, ButtonSettings, LightSettings, ResetReason, StatusLight } from "../../ports/board.js";
import type { Log } from "../../ports/log.js";
import type { Timer } from "../../ports/timer.js";
import { type Contact, DebouncedButton } from "./debounced-button.js";
import { knownBoard } from "./known-boards.js";
import { openColorLight, openPlainLight } from "./lights.js";
import { resetReason } from "./reset-reasons.js";

/** Longer than anything that keeps the machine busy: a TLS handshake takes 4 s at most, a step of making a key less. */
const watchdogMs = 30_000;

/** The board around an ESP32: what the bootstrap names, or what Espressif's development boards have. */
export class ChipBoard implements Board {
	readonly model: string = boardModel();
	readonly serialNumber: string = boardSerial();
	readonly resetReason: ResetReason = resetReason(boardResetReason());
	readonly watchdogMs = watchdogMs;
	readonly buttonAlwaysHeld = false;
	readonly #timer: Timer;
	readonly #log: Log;

	constructor(timer: Timer, log: Log) {
		this.#timer = timer;
		this.#log = log;
	}

	openLight(settings: LightSettings | undefined): StatusLight | undefined {
		const colorPin = knownBoard(this.model)?.colorPin;
		return this.#attempt("light", () => {
			if (settings !== undefined) return openPlainLight(settings);
			return colorPin === undefined ? undefined : openColorLight(colorPin);
		});
	}

	openButton(settings: ButtonSettings | undefined, onChange: (pressed: boolean) => void): Button | undefined {
		const pin = settings?.pin ?? knownBoard(this.model)?.bootPin;
		if (pin === undefined) return undefined;
		// XsTimer catches what onChange throws: it is called by nothing else.
		return this.#attempt(
			"button",
			() => new DebouncedButton((onEdge) => openContact(pin, onEdge), this.#timer, onChange),
		);
	}

	feedWatchdog(): void {
		boardFeed(watchdogMs);
	}

	/** A pin that is in use, or cannot do it, is told and done without. */
	#attempt<T>(what: string, open: () => T): T | undefined {
		try {
			return open();
		} catch (thrown) {
			const message = thrown instanceof Error ? thrown.message : String(thrown);
			this.#log.write("warning", "board.unavailable", { what, message });
			return undefined;
		}
	}
}

function openContact(pin: number, onEdge: () => void): Contact {
	const edge = Digital.Rising | Digital.Falling;
	const digital = new Digital({ pin, mode: Digital.InputPullUp, edge, onReadable: onEdge });
	return { read: () => digital.read() === 0, close: () => digital.close() };
}

function boardModel(this: unknown): string {
	return native("xs_thingsmith_board_model").call(this) as string;
}

function boardSerial(this: unknown): string {
	return native("xs_thingsmith_board_serial").call(this) as string;
}

function boardResetReason(this: unknown): number {
	return native("xs_thingsmith_board_reset_reason").call(this) as number;
}

function boardFeed(this: unknown, milliseconds: number): unknown {
	return native("xs_thingsmith_board_feed").call(this, milliseconds);
}
