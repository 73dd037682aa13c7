/** Why the device started, in the order of ESP-IDF's `esp_reset_reason_t` as far as it tells them apart. */
export type ResetReason =
	| "power-on"
	| "reset-pin"
	| "restart"
	| "crash"
	| "watchdog"
	| "deep-sleep"
	| "brownout"
	| "unknown";

export interface LightSettings {
	/** GPIO */
	readonly pin: number;
	/** The light is on while the pin is low. */
	readonly activeLow: boolean;
}

export interface ButtonSettings {
	/** GPIO; pressed is low. */
	readonly pin: number;
}

/** One light without colours or brightness. */
export interface StatusLight {
	/** Throws nothing. */
	set(on: boolean): void;
	/** Switches it off. May be called twice; throws nothing. */
	close(): void;
}

export interface Button {
	/** May be called twice; throws nothing; nothing is called afterwards. */
	close(): void;
}

/** The board around the chip: what a person sees and presses, and what restarts a device that hangs. */
export interface Board {
	/** e.g. `esp32c3`, `simulator`, `virtual`. */
	readonly model: string;
	/** Unique for this device: the base MAC address as 12 lower-case hex digits, or what comes closest. */
	readonly serialNumber: string;
	readonly resetReason: ResetReason;

	/** Undefined settings: the light this board is known to have. Returns undefined where there is none; throws nothing. */
	openLight(settings: LightSettings | undefined): StatusLight | undefined;

	/**
	 * Undefined settings: the BOOT button. Calls `onChange` when it was pressed or released, debounced; an adapter catches what that throws.
	 * Returns undefined where there is none; throws nothing.
	 */
	openButton(settings: ButtonSettings | undefined, onChange: (pressed: boolean) => void): Button | undefined;

	/** Its button counts as held all the time: whoever runs a board without one has agreed to what comes in over its serial line. */
	readonly buttonAlwaysHeld: boolean;

	/** Tells the watchdog that the device is well. The first call starts it; `watchdogMs` without another restarts the chip. Throws nothing. */
	feedWatchdog(): void;

	/** How long the watchdog waits, ms; undefined where there is none. */
	readonly watchdogMs: number | undefined;
}
