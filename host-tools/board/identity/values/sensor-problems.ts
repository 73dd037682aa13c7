import type { SensorSettings } from "../../../../firmware/ports/thermometer.js";
import { memberOf } from "../../../base/member-of.js";
import { knownSensors } from "./known-sensors.js";
import type { ValueProblem } from "./value-problem.js";

/** What is wrong with a sensor that the device would only find out once it has become a thing. */
export function sensorProblems({ name, pin }: SensorSettings): readonly ValueProblem[] {
	const bus = memberOf(knownSensors, name);
	if (bus === undefined) {
		const known = Object.keys(knownSensors).join(", ");
		const problem = `is ${JSON.stringify(name)}, for which the firmware has no driver`;
		return [{ member: "telemetry.sensor", problem, next: `it has ${known}` }];
	}
	if (bus !== "analog" || pin !== undefined) return [];
	const next = `e.g. { "name": "${name}", "pin": 3 }`;
	return [{ member: "telemetry.sensor.pin", problem: `is missing: the GPIO that ${name} is wired to`, next }];
}
