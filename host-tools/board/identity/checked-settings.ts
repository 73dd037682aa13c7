import type { DeviceSettings } from "../../../firmware/core/settings/settings.js";
import { checkSettings } from "../../../firmware/core/settings/settings-json.js";
import { DeviceError } from "../../../firmware/ports/errors.js";
import { ToolError } from "../../base/tool-error.js";
import { addressProblems } from "./values/address-problems.js";
import { clientIdProblems } from "./values/client-id-problems.js";
import { hostProblems, timeServerProblems } from "./values/host-problems.js";
import { sensorProblems } from "./values/sensor-problems.js";
import { topicProblems } from "./values/topic-problems.js";
import type { ValueProblem } from "./values/value-problem.js";
import { wifiProblems } from "./values/wifi-problems.js";

/**
 * Settings as the device checks them, and beyond that without values that can never work: a device has not the memory to know why,
 * and finds out while its claim runs out. Throws ToolError `bootstrap-invalid` that names `source` (a file, say), the member and the mend, and
 * never quotes a secret. `thingName`: where it is known already.
 */
export function checkedSettings(json: unknown, source: string, thingName?: string): DeviceSettings {
	const settings = readSettings(json, source);
	const [first] = problemsOf(settings, thingName);
	if (first === undefined) return settings;
	const { member, problem, next } = first;
	throw new ToolError("bootstrap-invalid", `${source}: "${member}" ${problem}`, { next });
}

/** `checkedSettings` of what is said of a device before it is known where and as whom it connects. */
export function checkedDevice(members: object, source: string): DeviceSettings {
	return checkedSettings({ ...members, host: "localhost", clientId: "thingsmith" }, source);
}

function problemsOf(settings: DeviceSettings, thingName: string | undefined): readonly ValueProblem[] {
	const { network, telemetry } = settings;
	return [
		...hostProblems(settings),
		...clientIdProblems(settings),
		...wifiProblems(network.wifi),
		...addressProblems(network.address),
		...timeServerProblems(settings),
		...topicProblems(telemetry, thingName),
		...sensorProblems(telemetry.sensor),
	];
}

function readSettings(json: unknown, source: string): DeviceSettings {
	try {
		return checkSettings(json);
	} catch (error) {
		if (!(error instanceof DeviceError)) throw error;
		// The device speaks of a bootstrap, whatever it came in, and cannot know what to do about it here.
		const problem = error.message.replace(/^Bootstrap member /, "").replace(/; write a new bootstrap$/, "");
		throw new ToolError(error.code, `${source}: ${problem}`, { next: "mend that member and try again" });
	}
}
