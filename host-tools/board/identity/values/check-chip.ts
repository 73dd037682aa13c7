import type { DeviceSettings } from "../../../../firmware/core/settings/settings.js";
import { memberOf } from "../../../base/member-of.js";
import { ToolError } from "../../../base/tool-error.js";
import { knownSensors } from "./known-sensors.js";

interface Pins {
	readonly highest: number;
	/** Its firmware knows where I2C sensors are wired unless told otherwise. */
	readonly hasBus: boolean;
}

/** GPIOs as Espressif's datasheets number them ("Pin Definitions"); buses as in docs/chip.md. */
const chips: Readonly<Record<string, Pins>> = Object.freeze({
	esp32: { highest: 39, hasBus: false },
	esp32c3: { highest: 21, hasBus: true },
	esp32c6: { highest: 30, hasBus: true },
	esp32s3: { highest: 48, hasBus: true },
});

type Wiring = Pick<DeviceSettings, "telemetry" | "light" | "button">;

/**
 * Refuses wiring that a chip does not have, once it is known which chip a board has. `target` is e.g. esp32c3; another one is not judged.
 * Throws ToolError `chip-mismatch`: it is this board's fault, and no other's of a series.
 */
export function checkChip({ telemetry, light, button }: Wiring, target: string): void {
	const chip = memberOf(chips, target);
	if (chip === undefined) return;
	const { sensor } = telemetry;
	const { data, clock, pin } = sensor;
	const pins = {
		"telemetry.sensor.data": data,
		"telemetry.sensor.clock": clock,
		"telemetry.sensor.pin": pin,
		"light.pin": light?.pin,
		"button.pin": button?.pin,
	};
	for (const [member, value] of Object.entries(pins)) {
		if (value === undefined || value <= chip.highest) continue;
		const problem = `has no GPIO ${value}, as "${member}" says: its highest is ${chip.highest}`;
		throw mismatch(target, problem, "name another pin");
	}
	const bus = memberOf(knownSensors, sensor.name);
	const needsWires = (bus === "i2c" || bus === "smbus") && data === undefined;
	if (!needsWires || chip.hasBus) return;
	throw mismatch(target, "has no I2C bus of its own", `give "telemetry.sensor" the members data and clock, its GPIOs`);
}

function mismatch(target: string, problem: string, next: string): ToolError {
	return new ToolError("chip-mismatch", `The board's ${target} ${problem}`, { next });
}
