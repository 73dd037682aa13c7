import { createHash, createPrivateKey, randomUUID, X509Certificate } from "node:crypto";
import type { Bootstrap } from "../../../firmware/core/bootstrap.js";
import { checkSettings } from "../../../firmware/core/settings/settings-json.js";
import { DeviceError } from "../../../firmware/ports/errors.js";
import type { SensorSettings } from "../../../firmware/ports/thermometer.js";

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

const deviceMembers: readonly string[] = Object.freeze([
	"keyOrigin",
	"wifi",
	"ethernet",
	"address",
	"timeServers",
	"light",
	"button",
	"telemetry",
]);

/** As AWS IoT names things (API model, ThingName). */
const thingNamePattern = /^[a-zA-Z0-9:_-]{1,128}$/;
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
	claim: Object.freeze(["certificatePem", "privateKeyPem", "expiresAt"]),
	permanent: Object.freeze(["certificatePem", "privateKeyPem", "thingName"]),
});

/** Checks everything before anything is used. Throws DeviceError `bootstrap-invalid` naming the member at fault, never its value. */
export function toBootstrap(file: unknown): Bootstrap {
	if (!isObject(file)) throw invalid("must be a JSON object");
	for (const [owner, known] of Object.entries(members)) checkMembers(owner === "" ? file : file[owner], owner, known);
	const { version, rootCa, clientId = `thingsmith-${randomUUID()}`, ...settings } = file as Partial<BootstrapFile>;
	if (version !== 1) throw invalid(`"version" must be 1`);
	return {
		settings: checkSettings({ ...settings, clientId }),
		rootCa: new Uint8Array(readCertificate("rootCa", rootCa).raw),
		credential: readCredential(settings),
	};
}

/** The members that `DeviceMembers` has, and no others; their values are not looked at yet. Throws DeviceError `bootstrap-invalid`. */
export function checkDeviceMembers(value: unknown): DeviceMembers {
	if (!isObject(value)) throw invalid("must be a JSON object");
	checkMembers(value, "", deviceMembers);
	const file = value;
	for (const [owner, known] of Object.entries(members)) if (owner !== "") checkMembers(file[owner], owner, known);
	return file as DeviceMembers;
}

function readCredential({ claim, permanent, templateName }: Partial<BootstrapFile>): Bootstrap["credential"] {
	if ((claim === undefined) === (permanent === undefined)) throw invalid(`needs either "claim" or "permanent"`);
	if (permanent) {
		const { thingName } = permanent;
		if (typeof thingName !== "string" || !thingNamePattern.test(thingName)) {
			throw invalid(`"permanent.thingName" must be 1 to 128 letters, digits, colons, underscores and hyphens`);
		}
		const pair = readPair("permanent", permanent);
		const certificateId = createHash("sha256").update(pair.certificate).digest("hex");
		return { kind: "permanent", ...pair, thingName, certificateId };
	}
	if (!templateName) throw invalid(`"templateName" must be a non-empty string`);
	return { kind: "claim", ...readPair("claim", claim), expiresAt: readExpiry(claim?.expiresAt) };
}

/** ms since 1970. */
function readExpiry(expiresAt: unknown): number | undefined {
	if (expiresAt === undefined) return undefined;
	const time = typeof expiresAt === "string" && isoTime.test(expiresAt) ? Date.parse(expiresAt) : Number.NaN;
	if (Number.isNaN(time)) throw invalid(`"claim.expiresAt" must be an ISO 8601 time with a time zone`);
	return time;
}

function checkMembers(value: unknown, owner: string, known: readonly string[]): void {
	if (value === undefined) return;
	if (Array.isArray(value)) {
		for (const one of value) checkMembers(one, owner, known);
		return;
	}
	if (!isObject(value)) throw invalid(`"${owner}" must be an object`);
	const unknown = Object.keys(value).find((name) => !known.includes(name));
	if (unknown === undefined) return;
	const name = owner === "" ? unknown : `${owner}.${unknown}`;
	throw invalid(`has an unknown member "${name.slice(0, 80)}"; known are ${known.join(", ")}`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** DER of a certificate and its key, which must belong together: the two PEM files are easily swapped or mixed up. */
function readPair(owner: string, pair: { certificatePem?: unknown; privateKeyPem?: unknown } | undefined) {
	const certificate = readCertificate(`${owner}.certificatePem`, pair?.certificatePem);
	const privateKey = readPrivateKey(`${owner}.privateKeyPem`, pair?.privateKeyPem);
	if (privateKey.asymmetricKeyType !== "rsa") throw invalid(`"${owner}.privateKeyPem" must be an RSA key`);
	if (!certificate.checkPrivateKey(privateKey)) {
		throw invalid(`"${owner}.privateKeyPem" is not the key of "${owner}.certificatePem"`);
	}
	return {
		certificate: new Uint8Array(certificate.raw),
		privateKey: new Uint8Array(privateKey.export({ format: "der", type: "pkcs8" })),
	};
}

function readCertificate(name: string, pem: unknown): X509Certificate {
	try {
		return new X509Certificate(String(pem));
	} catch {
		throw invalid(`"${name}" must be a certificate in PEM`);
	}
}

function readPrivateKey(name: string, pem: unknown) {
	try {
		return createPrivateKey(String(pem));
	} catch {
		// The parser's own error is dropped: it must never quote a key.
		throw invalid(`"${name}" must be a private key in PEM`);
	}
}

function invalid(problem: string): DeviceError {
	return new DeviceError("bootstrap-invalid", `The bootstrap file ${problem}`);
}
