import type { ButtonSettings, LightSettings } from "../../ports/board.js";
import type { NetworkSettings, StaticAddress, WifiNetwork } from "../../ports/network.js";
import type { SensorSettings } from "../../ports/thermometer.js";
import { defaultTimeServers } from "./settings.js";
import { integer, invalid, type Json, member, object, string } from "./settings-members.js";

const mostNetworks = 8;
const mostTimeServers = 4;
/** The highest GPIO number among ESP32s (ESP32-S3 has 48). */
const highestPin = 48;

/** `wifi` is one network or a list of them; `ethernet`; `address`. */
export function checkNetwork(settings: Json): NetworkSettings {
	const { wifi = [], ethernet = false, address } = settings;
	const list = Array.isArray(wifi) ? (wifi as unknown[]) : [wifi];
	if (list.length > mostNetworks) throw invalid("wifi", `may hold at most ${mostNetworks} networks`);
	if (typeof ethernet !== "boolean") throw invalid("ethernet", "must be true or false");
	return {
		wifi: list.map((network, index) => checkWifi(network, Array.isArray(wifi) ? `wifi[${index}]` : "wifi")),
		ethernet,
		address: address === undefined ? undefined : checkAddress(object(address, "address")),
	};
}

function checkWifi(network: unknown, path: string): WifiNetwork {
	const wifi = object(network, path);
	const { hidden = false } = wifi;
	if (typeof hidden !== "boolean") throw invalid(`${path}.hidden`, "must be true or false");
	const password = string(wifi, `${path}.password`, 0, 64, "");
	if (password.length > 0 && password.length < 8) {
		throw invalid(`${path}.password`, "must be empty, or have 8 to 63 bytes or 64 hexadecimal digits");
	}
	return { ssid: string(wifi, `${path}.ssid`, 1, 32), password, hidden };
}

function checkAddress(address: Json): StaticAddress {
	return {
		address: ipv4(address, "address.address"),
		netmask: ipv4(address, "address.netmask"),
		gateway: ipv4(address, "address.gateway"),
		dns: ipv4(address, "address.dns"),
	};
}

function ipv4(owner: Json, name: string): string {
	const text = string(owner, name, 7, 15);
	const parts = text.split(".");
	const valid = parts.length === 4 && parts.every((part) => Number(part) <= 255 && String(Number(part)) === part);
	if (!valid) throw invalid(name, "must be an IPv4 address such as 192.168.1.20");
	return text;
}

export function checkTimeServers({ timeServers = defaultTimeServers }: Json): readonly string[] {
	if (!Array.isArray(timeServers) || timeServers.length < 1 || timeServers.length > mostTimeServers) {
		throw invalid("timeServers", `must be a list of 1 to ${mostTimeServers} hosts`);
	}
	return timeServers.map((host: unknown) => string({ timeServers: host }, "timeServers", 1, 253));
}

/** A driver's name, or an object with name and wiring. */
export function checkSensor(sensor: unknown): SensorSettings {
	const wiring = typeof sensor === "string" ? { name: sensor } : object(sensor, "telemetry.sensor");
	const checked = {
		name: string(wiring, "telemetry.sensor.name", 1, 32),
		data: optional(wiring, "telemetry.sensor.data", 0, highestPin),
		clock: optional(wiring, "telemetry.sensor.clock", 0, highestPin),
		address: optional(wiring, "telemetry.sensor.address", 0x08, 0x77),
		hertz: optional(wiring, "telemetry.sensor.hertz", 10_000, 1_000_000),
		pin: optional(wiring, "telemetry.sensor.pin", 0, highestPin),
	};
	if ((checked.data === undefined) !== (checked.clock === undefined)) {
		throw invalid("telemetry.sensor", "needs both data and clock, or neither for the board's own bus");
	}
	return checked;
}

/** Undefined where the board's own is to be used. */
export function checkLight({ light }: Json): LightSettings | undefined {
	if (light === undefined) return undefined;
	const wiring = object(light, "light");
	const { activeLow = false } = wiring;
	if (typeof activeLow !== "boolean") throw invalid("light.activeLow", "must be true or false");
	return { pin: integer(wiring, "light.pin", 0, highestPin), activeLow };
}

/** Undefined where the board's own is to be used. */
export function checkButton({ button }: Json): ButtonSettings | undefined {
	return button === undefined ? undefined : { pin: integer(object(button, "button"), "button.pin", 0, highestPin) };
}

function optional(owner: Json, name: string, minimum: number, maximum: number): number | undefined {
	return member(owner, name) === undefined ? undefined : integer(owner, name, minimum, maximum);
}
