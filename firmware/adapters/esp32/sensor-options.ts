import { DeviceError } from "../../ports/errors.js";
import type { SensorSettings } from "../../ports/thermometer.js";

export interface SensorKind {
	/** What the SDK's driver talks to. */
	readonly bus: "i2c" | "smbus" | "analog";
	/** °C that its data sheet promises; anything beyond is a broken wire or sensor. */
	readonly lowest: number;
	readonly highest: number;
	/** What its driver's humidity is multiplied by to be percent. */
	readonly percent: number;
}

/** Pins and port of a bus, as the SDK describes a board's. */
export type Bus = Readonly<Record<string, unknown>>;

/**
 * The members a driver passes on to its bus or pin. Those the bootstrap leaves out are left out, not undefined: drivers have defaults.
 * Throws DeviceError `sensor-unknown` where there is nothing to connect it to.
 */
export function sensorOptions(settings: SensorSettings, { bus }: SensorKind, boardBus: Bus | undefined): Bus {
	const { name, data, clock, address, hertz, pin } = settings;
	if (bus === "analog") {
		if (pin === undefined) throw new DeviceError("sensor-unknown", `${name} needs "pin", the GPIO it is wired to`);
		return { pin };
	}
	const wires = data === undefined || clock === undefined ? boardBus : { data, clock };
	if (wires === undefined) {
		throw new DeviceError("sensor-unknown", `This board has no I2C bus of its own: give ${name} "data" and "clock"`);
	}
	return {
		...wires,
		...(address === undefined ? {} : { address }),
		...(hertz === undefined ? {} : { hz: hertz }),
	};
}
