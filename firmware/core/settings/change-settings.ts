import { DeviceError } from "../../ports/errors.js";
import type { DeviceSettings } from "./settings.js";
import { telemetryDefaults } from "./settings.js";
import { checkSettings } from "./settings-json.js";
import { invalid, type Json, object } from "./settings-members.js";

/** Members that may change while the identity stays. The others say which cloud it is for, and how it came to be. */
export const changeableMembers: readonly string[] = Object.freeze([
	"wifi",
	"ethernet",
	"address",
	"timeServers",
	"light",
	"button",
	"telemetry",
]);

/** Why a device takes no change of settings at all; the host knows by it what to advise. */
export const noSettingsYet = "There are no settings yet that could change; send a bootstrap";

/**
 * `settings` with other members, each of them replaced as a whole, those of `telemetry` one by one; null brings a default back. What is not
 * known is refused: an older device would seem to have taken it. Throws `bootstrap-invalid` naming the member at fault, never its value,
 * and where there are no settings yet.
 */
export function changeSettings(settings: DeviceSettings | undefined, changes: unknown): DeviceSettings {
	if (!settings) throw new DeviceError("bootstrap-invalid", noSettingsYet);
	const { network, telemetry, ...others } = settings;
	const { telemetry: measuring, ...members } = object(changes, "settings");
	checkNames(members, changeableMembers);
	const changed = measuring === undefined ? {} : object(measuring, "telemetry");
	checkNames(changed, Object.keys(telemetryDefaults));
	return checkSettings({ ...merge({ ...others, ...network }, members), telemetry: merge({ ...telemetry }, changed) });
}

function checkNames(members: Json, known: readonly string[]): void {
	for (const name of Object.keys(members)) {
		if (!known.includes(name)) throw invalid(name, "is not known here, or cannot change without a new identity");
	}
}

function merge(members: Json, changes: Json): Json {
	return Object.fromEntries(Object.entries({ ...members, ...changes }).filter(([, value]) => value !== null));
}
