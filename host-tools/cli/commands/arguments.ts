import { isIP } from "node:net";
import { InvalidArgumentError } from "commander";
import { isThingName, thingNameRule } from "../../base/thing-name.js";

/** An integer of `least` to `most`. */
export function integer(least: number, most: number): (text: string) => number {
	return (text) => {
		const value = Number(text);
		if (!/^\d+$/.test(text) || value < least || value > most) {
			throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
		}
		return value;
	};
}

/** 0 (a free port is picked) to 65535. */
export const port = integer(0, 65_535);

/** `port` or `host:port` of this machine; 127.0.0.1 by default. */
export function loopback(text: string): { host: string; port: number } {
	const at = text.lastIndexOf(":");
	const host = at < 0 ? "127.0.0.1" : text.slice(0, at).replace(/^\[|\]$/g, "");
	if (!/^(localhost|::1|127\.\d+\.\d+\.\d+)$/.test(host)) {
		throw new InvalidArgumentError("The host must be this machine's own, such as 127.0.0.1.");
	}
	return { host, port: port(text.slice(at + 1)) };
}

/** Seconds, fractions allowed, as milliseconds. The range is that of TelemetrySettings.intervalMs. */
export function intervalMs(text: string): number {
	const milliseconds = Math.round(Number(text) * 1000);
	if (!/^\d+(\.\d+)?$/.test(text) || milliseconds < 100 || milliseconds > 86_400_000) {
		throw new InvalidArgumentError("It must be a number of seconds from 0.1 to 86400.");
	}
	return milliseconds;
}

/** Collects repeated `key=value`. Lengths as in RegisterThing (API model iot-2015-05-28). */
export function parameter(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
	const at = text.indexOf("=");
	if (at < 1) throw new InvalidArgumentError("It must look like SerialNumber=0001.");
	const key = text.slice(0, at);
	const value = text.slice(at + 1);
	if (key.length > 2048 || value.length > 4096) {
		throw new InvalidArgumentError("A key has at most 2048 characters and a value at most 4096.");
	}
	if (value === "") throw new InvalidArgumentError(`Parameter ${key} has no value.`);
	if (Object.hasOwn(before, key)) throw new InvalidArgumentError(`Parameter ${key} is given twice.`);
	return { ...before, [key]: value };
}

/** As AWS allows: `^[0-9A-Za-z_-]{1,36}$`. */
export function templateName(text: string): string {
	if (!/^[0-9A-Za-z_-]{1,36}$/.test(text)) {
		throw new InvalidArgumentError("It must be 1 to 36 letters, digits, - or _.");
	}
	return text;
}

export function thingName(text: string): string {
	if (!isThingName(text)) throw new InvalidArgumentError(`It must be ${thingNameRule}.`);
	return text;
}

export function httpUrl(text: string): string {
	if (!isHttpUrl(text)) throw new InvalidArgumentError(`It must be a URL such as ${likelyUrl(text)}.`);
	return text;
}

export function isHttpUrl(text: string): boolean {
	return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** What was meant by a text that is no URL. */
export function likelyUrl(text: string): string {
	if (/^\d+$/.test(text)) return `http://127.0.0.1:${text}`;
	return /^[\w.-]+(:\d+)?$/.test(text) ? `http://${text}` : "http://127.0.0.1:4566";
}

/** An IP address or localhost; `all` becomes the address that stands for all IPv4 addresses of this machine. */
export function listenAddress(text: string): string {
	if (text === "all") return "0.0.0.0";
	if (isIP(text) !== 0 || text === "localhost") return text;
	throw new InvalidArgumentError("It must be an IP address of this machine, or all.");
}

/** Collects repeated DNS names and IP addresses. */
export function repeatedHostName(text: string, before: readonly string[] = []): readonly string[] {
	if (isIP(text) === 0 && !/^(?=.{1,253}$)[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i.test(text)) {
		throw new InvalidArgumentError("It must be a host name or an IP address, without scheme and port.");
	}
	return [...before, text];
}

/** The form of AWS's regions, such as eu-central-1 or us-gov-west-1. */
export function regionName(text: string): string {
	if (!/^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/.test(text)) throw new InvalidArgumentError("It must look like eu-central-1.");
	return text;
}

export function accountId(text: string): string {
	if (!/^\d{12}$/.test(text)) throw new InvalidArgumentError("It must be twelve digits.");
	return text;
}
