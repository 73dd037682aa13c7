import { DeviceError } from "./errors.js";
import { type DeviceSettings, type TelemetrySettings, telemetryDefaults } from "./settings.js";
import { utf8Length } from "./utf8-length.js";

type Json = Readonly<Record<string, unknown>>;

/** The JSON text that flash holds. */
export function formatSettings(settings: DeviceSettings): string {
	return JSON.stringify(settings);
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
	const { wifi, telemetry } = settings;
	return {
		host: string(settings, "host", 1, 253),
		port: integer(settings, "port", 1, 65535, 8883),
		clientId: string(settings, "clientId", 1, 128),
		templateName: templateName(settings),
		parameters: parameters(settings),
		keyOrigin: oneOf(settings, "keyOrigin", ["aws", "device"], "aws"),
		wifi: wifi === undefined ? undefined : checkWifi(object(wifi, "wifi")),
		telemetry: checkTelemetry(telemetry === undefined ? {} : object(telemetry, "telemetry")),
	};
}

function checkWifi(wifi: Json): { ssid: string; password: string } {
	return { ssid: string(wifi, "ssid", 1, 32), password: string(wifi, "password", 0, 64, "") };
}

function checkTelemetry(telemetry: Json): TelemetrySettings {
	return {
		intervalMs: integer(telemetry, "intervalMs", 100, 86_400_000, telemetryDefaults.intervalMs),
		format: oneOf(telemetry, "format", ["json", "raw"], telemetryDefaults.format),
		topic: topicTemplate(telemetry),
		sensor: string(telemetry, "sensor", 1, 32, telemetryDefaults.sensor),
		queueLimit: integer(telemetry, "queueLimit", 1, 1000, telemetryDefaults.queueLimit),
	};
}

/** `^[0-9A-Za-z_-]{1,36}$` (AWS API model, TemplateName). Permanent credentials need no template: then it may be empty. */
function templateName(settings: Json): string {
	const name = string(settings, "templateName", 0, 36, "");
	for (const character of name) {
		const known =
			(character >= "0" && character <= "9") ||
			(character >= "A" && character <= "Z") ||
			(character >= "a" && character <= "z") ||
			character === "_" ||
			character === "-";
		if (!known) throw invalid("templateName", "may hold only letters, digits, _ and -");
	}
	return name;
}

function topicTemplate(telemetry: Json): string {
	const topic = string(telemetry, "topic", 1, 256, telemetryDefaults.topic);
	if (topic.includes("+") || topic.includes("#")) throw invalid("topic", "must not hold the wildcards + and #");
	if (topic.split("/").length > 8) throw invalid("topic", "may hold at most 7 slashes");
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

function object(value: unknown, name: string): Json {
	if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalid(name, "must be an object");
	return value as Json;
}

function string(owner: Json, name: string, minimum: number, maximum: number, fallback?: string): string {
	const value = owner[name] ?? fallback;
	if (typeof value !== "string") throw invalid(name, "must be a string");
	const length = utf8Length(value);
	if (length < minimum || length > maximum) {
		throw invalid(name, `must have ${minimum} to ${maximum} bytes`);
	}
	return value;
}

function integer(owner: Json, name: string, minimum: number, maximum: number, fallback: number): number {
	const value = owner[name] ?? fallback;
	if (typeof value !== "number" || !Number.isInteger(value) || value < minimum || value > maximum) {
		throw invalid(name, `must be an integer from ${minimum} to ${maximum}`);
	}
	return value;
}

function oneOf<T extends string>(owner: Json, name: string, values: readonly T[], fallback: T): T {
	const value = owner[name] ?? fallback;
	if (!values.includes(value as T)) throw invalid(name, `must be one of ${values.join(", ")}`);
	return value as T;
}

function invalid(name: string, problem: string): DeviceError {
	return new DeviceError("bootstrap-invalid", `Bootstrap member "${name}" ${problem}; write a new bootstrap`);
}
