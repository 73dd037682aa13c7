import type {
	Board,
	Button,
	ButtonSettings,
	LightSettings,
	ResetReason,
	StatusLight,
} from "../../firmware/ports/board.js";

/** A board that the test looks at and presses. */
export class FakeBoard implements Board {
	readonly model = "fake";
	readonly serialNumber = "0123456789ab";
	resetReason: ResetReason = "watchdog";
	readonly watchdogMs = 30_000;
	readonly buttonAlwaysHeld = false;
	/** Undefined while no light is open. */
	lit: boolean | undefined;
	fed = 0;
	/** Pins that were opened, in this order. */
	readonly opened: string[] = [];
	open = 0;
	#onChange: ((pressed: boolean) => void) | undefined;

	openLight(settings: LightSettings | undefined): StatusLight {
		this.opened.push(`light ${settings?.pin ?? "own"}`);
		this.open += 1;
		this.lit = false;
		return {
			set: (on) => {
				this.lit = on;
			},
			close: () => {
				this.open -= 1;
				this.lit = undefined;
			},
		};
	}

	openButton(settings: ButtonSettings | undefined, onChange: (pressed: boolean) => void): Button {
		this.opened.push(`button ${settings?.pin ?? "own"}`);
		this.open += 1;
		this.#onChange = onChange;
		return {
			close: () => {
				this.open -= 1;
				this.#onChange = undefined;
			},
		};
	}

	press(pressed: boolean): void {
		this.#onChange?.(pressed);
	}

	feedWatchdog(): void {
		this.fed += 1;
	}
}
