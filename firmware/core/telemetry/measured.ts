import { DeviceError } from "../../ports/errors.js";
import type { Sample } from "../../ports/thermometer.js";

/** What was measured, in integers, as flash keeps it; absent is what the sensor does not measure. */
export interface Measured {
	/** Hundredths of a degree Celsius. */
	readonly hundredths: number;
	/** Hundredths of a percent, 0 to 10,000. */
	readonly humidity?: number;
	/** 1 to 200,000. */
	readonly pascals?: number;
}

/** °C. What sensors on a chip can measure: the TMP117 and SHT3x families end at -55 and 150. Beyond it is a fault of bus or wiring. */
const celsius = Object.freeze({ lowest: -60, highest: 150 });
/** Percent. What the formulas of hygrometers give at their ends (Si7020: -6 to 119); their data sheets cut it to 0 to 100. */
const percent = Object.freeze({ lowest: -10, highest: 120 });
/** hPa. Air: no barometer measures more than 1,250. */
const hectopascals = Object.freeze({ lowest: 1, highest: 2000 });

/**
 * Throws DeviceError `sensor-failed` where the temperature is none. Another measurement that cannot be true is left out, so that a broken
 * hygrometer costs no temperature.
 */
export function measuredOf({ temperature, humidity, pressure }: Sample): Measured {
	if (!isWithin(temperature, celsius)) {
		const { lowest, highest } = celsius;
		const message = `The sensor answered ${temperature} °C, outside ${lowest} to ${highest}: check its wiring`;
		throw new DeviceError("sensor-failed", message);
	}
	const measured: { -readonly [Member in keyof Measured]: Measured[Member] } = {
		hundredths: Math.round(temperature * 100),
	};
	if (isWithin(humidity, percent)) measured.humidity = Math.round(Math.min(100, Math.max(0, humidity)) * 100);
	if (isWithin(pressure, hectopascals)) measured.pascals = Math.round(pressure * 100);
	return measured;
}

function isWithin(
	value: number | undefined,
	{ lowest, highest }: { lowest: number; highest: number },
): value is number {
	return value !== undefined && value >= lowest && value <= highest;
}
