import type { Button } from "../../ports/board.js";
import type { DeviceState } from "../run/device-state.js";
import type { DeviceSettings } from "../settings/settings.js";
import { ButtonHold, type ButtonHoldOptions } from "./button-hold.js";
import { ProgressWatch, type ProgressWatchOptions, progressDeadline } from "./progress-watch.js";
import { StatusLight } from "./status-light.js";

export interface IndicatorsOptions extends Omit<ButtonHoldOptions, "timer"> {
	readonly ports: ProgressWatchOptions;
}

/** What a person sees and presses, and what restarts a device that hangs. */
export class Indicators {
	readonly #options: IndicatorsOptions;
	readonly #hold: ButtonHold;
	readonly #watch: ProgressWatch;
	#button: Button | undefined;
	#light: StatusLight | undefined;
	#state: DeviceState = "unclaimed";
	#wiring: string | undefined;

	constructor(options: IndicatorsOptions) {
		const { ports, onEraseIdentity, onEraseAll } = options;
		this.#options = options;
		this.#hold = new ButtonHold({ timer: ports.timer, onEraseIdentity, onEraseAll });
		this.#watch = new ProgressWatch(ports);
	}

	/** True while the button is down, or counts as held. */
	get buttonHeld(): boolean {
		return this.#hold.pressed || this.#options.ports.board.buttonAlwaysHeld;
	}

	/** The hold that lasts lets something in over the serial line: it does not erase the identity as well. */
	spendHold(): void {
		this.#hold.spend();
	}

	/** Opens the light and the button that `settings` name, or those the board is known to have; those that are open stay. */
	wire(settings: DeviceSettings | undefined): void {
		const { board, timer } = this.#options.ports;
		const wiring = JSON.stringify([settings?.light, settings?.button]);
		// A button that is being held must not be let go of.
		if (wiring === this.#wiring) return;
		this.#wiring = wiring;
		this.#light?.close();
		this.#button?.close();
		const light = board.openLight(settings?.light);
		this.#light = light && new StatusLight(light, timer);
		this.#light?.show(this.#state);
		this.#button = board.openButton(settings?.button, (pressed) => this.#press(pressed));
	}

	/** A state entered is progress too. */
	show(state: DeviceState): void {
		this.#state = state;
		if (!this.#hold.pressed) this.#light?.show(state);
		this.#watch.progress();
	}

	/** The device got on. */
	progress(): void {
		this.#watch.progress();
	}

	/** From now on progress is expected; of a device without `settings`, which waits for a person, it is not. */
	expectProgress(settings: DeviceSettings | undefined): void {
		this.#watch.expect(settings && progressDeadline(settings.telemetry.intervalMs));
	}

	/** May be called twice. */
	close(): void {
		this.#watch.close();
		this.#hold.close();
		this.#button?.close();
		this.#light?.close();
	}

	#press(pressed: boolean): void {
		if (pressed) this.#light?.showHeld();
		else this.#light?.show(this.#state);
		this.#hold.change(pressed);
	}
}
