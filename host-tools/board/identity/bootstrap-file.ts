import { createHash, randomUUID } from "node:crypto";
import type { Bootstrap } from "../../../firmware/core/bootstrap.js";
import { changeableMembers } from "../../../firmware/core/settings/change-settings.js";
import type { SensorSettings } from "../../../firmware/ports/thermometer.js";
import type { KeySource } from "../../base/keys/key-blocks.js";
import { keyPairIn } from "../../base/keys/read-keys.js";
import { rootCaIn } from "../../base/keys/root-ca-in.js";
import { isThingName, thingNameRule } from "../../base/thing-name.js";
import { ToolError } from "../../base/tool-error.js";
import { checkedSettings } from "./checked-settings.js";

export interface WifiMember {
	readonly ssid: string;
	readonly password?: string;
	readonly hidden?: boolean;
}

/** A bootstrap as a JSON file: what `thingsmith claim create --bootstrap` writes and `device simulate --bootstrap` reads. Secret: 0600. */
export interface BootstrapFile {
	readonly version: 1;
	/** DNS name or IPv4 address of the data endpoint. */
	readonly host: string;
	/** 1 to 65535; 8883 by default. */
	readonly port?: number;
	/** PEM */
	readonly rootCa: string;
	/** Client id of the claim's connection; `thingsmith-` and a random suffix by default. */
	readonly clientId?: string;
	readonly templateName: string;
	readonly parameters?: Readonly<Record<string, string>>;
	readonly keyOrigin?: "aws" | "device";
	/** One network, or up to 8 in the order they are tried. */
	readonly wifi?: WifiMember | readonly WifiMember[];
	/** Wired Ethernet instead of Wi-Fi, on boards that have it. */
	readonly ethernet?: boolean;
	/** Instead of DHCP. */
	readonly address?: Readonly<Record<"address" | "netmask" | "gateway" | "dns", string>>;
	/** SNTP servers in the order they are asked, 1 to 4. */
	readonly timeServers?: readonly string[];
	/** GPIO of the status light; by default the one the board is known to have. */
	readonly light?: { readonly pin: number; readonly activeLow?: boolean };
	/** GPIO of the button that erases the identity; by default BOOT. */
	readonly button?: { readonly pin: number };
	readonly telemetry?: {
		readonly intervalMs?: number;
		readonly format?: "json" | "raw";
		readonly topic?: string;
		/** A driver's name, or name and wiring. */
		readonly sensor?: string | SensorSettings;
		readonly queueLimit?: number;
		/** `""`: no status is published. */
		readonly statusTopic?: string;
	};
	/** Either a claim … */
	readonly claim?: {
		readonly certificatePem: string;
		readonly privateKeyPem: string;
		/** ISO 8601 */
		readonly expiresAt?: string;
	};
	/** … or a certificate of the device's own. */
	readonly permanent?: {
		readonly certificatePem: string;
		readonly privateKeyPem: string;
		readonly thingName: string;
	};
}

/** What a bootstrap says of the device itself, whatever cloud and claim it gets. */
export type DeviceMembers = Pick<
	BootstrapFile,
	"keyOrigin" | "wifi" | "ethernet" | "address" | "timeServers" | "light" | "button" | "telemetry"
>;

const deviceMembers: readonly string[] = Object.freeze(["keyOrigin", ...changeableMembers]);

/** A time zone is required: a claim's five minutes must not depend on where the file is read. */
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** Every member there is: one that is misspelt must not silently lose its effect. */
const members: Readonly<Record<string, readonly string[]>> = Object.freeze({
	"": Object.freeze([
		"version",
		"host",
		"port",
		"rootCa",
		"clientId",
		"templateName",
		"parameters",
		"claim",
		"permanent",
		...deviceMembers,
	]),
	wifi: Object.freeze(["ssid", "password", "hidden"]),
	address: Object.freeze(["address", "netmask", "gateway", "dns"]),
	light: Object.freeze(["pin", "activeLow"]),
	button: Object.freeze(["pin"]),
	telemetry: Object.freeze(["intervalMs", "format", "topic", "sensor", "queueLimit", "statusTopic"]),
	"telemetry.sensor": Object.freeze(["name", "data", "clock", "address", "hertz", "pin"]),
	claim: Object.freeze(["certificatePem", "privateKeyPem", "expiresAt"]),
	permanent: Object.freeze(["certificatePem", "privateKeyPem", "thingName"]),
});

/**
 * Checks everything before anything is used. Throws ToolError `bootstrap-invalid` naming `source` (the file, say) and the member at fault,
 * never a secret. Whether a claim has expired is not looked at.
 */
export function toBootstrap(file: unknown, source = "The bootstrap"): Bootstrap {
	if (!isObject(file)) throw invalid(source, "must be a JSON object");
	for (const [owner, known] of Object.entries(members)) checkMembers(source, at(file, owner), owner, known);
	const { version, rootCa, clientId = `thingsmith-${randomUUID()}`, ...settings } = file as Partial<BootstrapFile>;
	if (version !== 1) throw noVersion(file, source);
	const checked = checkedSettings({ ...settings, clientId }, source, settings.permanent?.thingName);
	return {
		settings: checked,
		rootCa: readKeys(source, () => new Uint8Array(rootCaIn(member(source, "rootCa", rootCa)).raw)),
		credential: readCredential(source, settings),
	};
}

/** The members that `DeviceMembers` has, and no others; their values are not looked at yet. Throws ToolError `bootstrap-invalid`. */
export function checkDeviceMembers(value: unknown, source: string): DeviceMembers {
	if (!isObject(value)) throw invalid(source, "must be a JSON object");
	checkMembers(source, value, "", deviceMembers);
	for (const [owner, known] of Object.entries(members)) {
		if (owner !== "") checkMembers(source, at(value, owner), owner, known);
	}
	return value as DeviceMembers;
}

function readCredential(
	source: string,
	{ claim, permanent, templateName }: Partial<BootstrapFile>,
): Bootstrap["credential"] {
	if ((claim === undefined) === (permanent === undefined)) {
		throw invalid(source, `needs either "claim" or "permanent"`);
	}
	if (permanent) {
		const { thingName } = permanent;
		if (!isThingName(thingName)) throw invalid(source, `"permanent.thingName" must be ${thingNameRule}`);
		const pair = readPair(source, "permanent", permanent);
		const certificateId = createHash("sha256").update(pair.certificate).digest("hex");
		return { kind: "permanent", ...pair, thingName, certificateId };
	}
	if (!templateName) throw invalid(source, `"templateName" must be a non-empty string`);
	return { kind: "claim", ...readPair(source, "claim", claim), expiresAt: readExpiry(source, claim?.expiresAt) };
}

/** ms since 1970. */
function readExpiry(source: string, expiresAt: unknown): number | undefined {
	if (expiresAt === undefined) return undefined;
	const time = typeof expiresAt === "string" && isoTime.test(expiresAt) ? Date.parse(expiresAt) : Number.NaN;
	if (Number.isNaN(time)) throw invalid(source, `"claim.expiresAt" must be an ISO 8601 time with a time zone`);
	return time;
}

/** The member of that path; one of a value that is no object is not there, and found wrong elsewhere. */
function at(file: Readonly<Record<string, unknown>>, path: string): unknown {
	if (path === "") return file;
	const value = path.split(".").reduce<unknown>((owner, name) => (isObject(owner) ? owner[name] : undefined), file);
	// A sensor may be its name alone.
	return path === "telemetry.sensor" && typeof value === "string" ? undefined : value;
}

function checkMembers(source: string, value: unknown, owner: string, known: readonly string[]): void {
	if (value === undefined) return;
	if (Array.isArray(value)) {
		for (const one of value) checkMembers(source, one, owner, known);
		return;
	}
	if (!isObject(value)) throw invalid(source, `"${owner}" must be an object`);
	const unknown = Object.keys(value).find((name) => !known.includes(name));
	if (unknown === undefined) return;
	const name = owner === "" ? unknown : `${owner}.${unknown}`;
	throw invalid(source, `has an unknown member "${name.slice(0, 80)}"; known are ${known.join(", ")}`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** DER of a certificate and its key, which must belong together: the two texts are easily swapped or mixed up. */
function readPair(
	source: string,
	owner: string,
	pair: { certificatePem?: unknown; privateKeyPem?: unknown } | undefined,
) {
	return readKeys(source, () => {
		const { certificate, privateKey } = keyPairIn(
			member(source, `${owner}.certificatePem`, pair?.certificatePem),
			member(source, `${owner}.privateKeyPem`, pair?.privateKeyPem),
		);
		return {
			certificate: new Uint8Array(certificate.raw),
			privateKey: new Uint8Array(privateKey.export({ format: "der", type: "pkcs8" })),
		};
	});
}

function member(source: string, name: string, value: unknown): KeySource {
	if (typeof value === "string") return { name: `"${name}"`, content: value };
	throw invalid(source, `"${name}" must be a text in PEM`);
}

/** What is wrong with a key or certificate is wrong with the bootstrap. */
function readKeys<T>(source: string, read: () => T): T {
	try {
		return read();
	} catch (error) {
		if (!(error instanceof ToolError) || error.code === "bootstrap-invalid") throw error;
		throw new ToolError("bootstrap-invalid", `${source}: ${error.message}`, { next: error.next });
	}
}

function noVersion(file: object, source: string): ToolError {
	const names = Object.keys(file);
	const isSettings = names.length > 0 && names.every((name) => deviceMembers.includes(name));
	if (!isSettings) return invalid(source, `"version" must be 1`);
	const next = "give a settings file to `device provision --settings` or `device configure --settings`";
	return invalid(source, `"version" must be 1: this is a settings file, not a bootstrap`, next);
}

function invalid(source: string, problem: string, next = "mend it, or write a new one"): ToolError {
	const colon = problem.startsWith('"') ? ":" : "";
	return new ToolError("bootstrap-invalid", `${source}${colon} ${problem}`, { next });
}
