import { hasOnlyNameCharacters } from "../encoding/aws-name.js";
import { type DeviceSettings, type TelemetrySettings, telemetryDefaults } from "./settings.js";
import { checkButton, checkLight, checkNetwork, checkSensor, checkTimeServers } from "./settings-hardware.js";
import { integer, invalid, type Json, object, oneOf, string } from "./settings-members.js";

/** The JSON text that flash holds: the members that `checkSettings` reads. */
export function formatSettings({ network, ...settings }: DeviceSettings): string {
	return JSON.stringify({ ...settings, ...network });
}

/**
 * Checks everything before anything is used. Throws `bootstrap-invalid` naming the member at fault, never its value.
 * Members that are not known are ignored: a newer host may write to an older device.
 */
export function parseSettings(text: string): DeviceSettings {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		throw invalid("settings", "not JSON");
	}
	return checkSettings(json);
}

/** `parseSettings` for what is parsed already; absent members get their defaults. */
export function checkSettings(json: unknown): DeviceSettings {
	const settings = object(json, "settings");
	const { telemetry } = settings;
	return {
		host: string(settings, "host", 1, 253),
		port: integer(settings, "port", 1, 65535, 8883),
		clientId: string(settings, "clientId", 1, 128),
		templateName: templateName(settings),
		parameters: parameters(settings),
		keyOrigin: oneOf(settings, "keyOrigin", ["aws", "device"], "device"),
		network: checkNetwork(settings),
		timeServers: checkTimeServers(settings),
		light: checkLight(settings),
		button: checkButton(settings),
		telemetry: checkTelemetry(telemetry === undefined ? {} : object(telemetry, "telemetry")),
	};
}

function checkTelemetry(telemetry: Json): TelemetrySettings {
	return {
		intervalMs: integer(telemetry, "telemetry.intervalMs", 100, 86_400_000, telemetryDefaults.intervalMs),
		format: oneOf(telemetry, "telemetry.format", ["json", "raw"], telemetryDefaults.format),
		topic: topicTemplate(telemetry, "topic", 1),
		sensor: checkSensor(telemetry.sensor ?? telemetryDefaults.sensor),
		queueLimit: integer(telemetry, "telemetry.queueLimit", 1, 1000, telemetryDefaults.queueLimit),
		statusTopic: topicTemplate(telemetry, "statusTopic", 0),
	};
}

/** `^[0-9A-Za-z_-]{1,36}$` (AWS API model, TemplateName). Permanent credentials need no template: then it may be empty. */
function templateName(settings: Json): string {
	const name = string(settings, "templateName", 0, 36, "");
	if (!hasOnlyNameCharacters(name, "_-")) throw invalid("templateName", "may hold only letters, digits, _ and -");
	return name;
}

function topicTemplate(telemetry: Json, name: "topic" | "statusTopic", minimum: number): string {
	const path = `telemetry.${name}`;
	const topic = string(telemetry, path, minimum, 256, telemetryDefaults[name]);
	if (topic.includes("+") || topic.includes("#")) throw invalid(path, "must not hold the wildcards + and #");
	if (topic.split("/").length > 8) throw invalid(path, "may hold at most 7 slashes");
	return topic;
}

function parameters(settings: Json): Readonly<Record<string, string>> {
	if (settings.parameters === undefined) return {};
	const entries = Object.entries(object(settings.parameters, "parameters"));
	for (const [key, value] of entries) {
		if (typeof value !== "string") throw invalid(`parameters.${key}`, "must be a string");
		if (key.length > 2048 || value.length > 4096) throw invalid(`parameters.${key}`, "is too long");
	}
	return Object.fromEntries(entries) as Record<string, string>;
}
