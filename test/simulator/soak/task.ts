/** What goes wrong inside the device, at `at` ms of device time after it was first online. */
export type DeviceFault =
	/** Wi-Fi is gone for `forMs`. */
	| { readonly kind: "wifi"; readonly at: number; readonly forMs: number }
	/** The wall clock is set wrong by `byMs`, until SNTP sets it right. */
	| { readonly kind: "clock"; readonly at: number; readonly byMs: number }
	| { readonly kind: "sensor"; readonly at: number; readonly forMs: number; readonly way: SensorFailure };

/** `missing`: it cannot be opened; `error`: the sample fails; `silence`: it never comes; `nonsense`: 999 °C. */
export type SensorFailure = "missing" | "error" | "silence" | "nonsense";

/** What the app under test/simulator/soak/app is told, in a JSON file. */
export interface SoakTask {
	/** Device time to real time. */
	readonly speed: number;
	/** Device time from first online until the sensor falls silent for good, ms. */
	readonly durationMs: number;
	/** Device time between two looks at memory, ms. */
	readonly measureMs: number;
	readonly faults: readonly DeviceFault[];
}
