import assert from "node:assert/strict";
import { checkSettings, formatSettings, parseSettings } from "../../../../firmware/core/settings/settings-json.js";

const least = { host: "a1b2-ats.iot.eu-west-1.amazonaws.com", clientId: "claim-1" };
const full = {
	host: "127.0.0.1",
	port: 443,
	clientId: "c".repeat(128),
	templateName: "Fleet_Template-1",
	parameters: { SerialNumber: "42", Übung: "ä" },
	keyOrigin: "device",
	wifi: [
		{ ssid: "home", password: "correct horse", hidden: false },
		{ ssid: "cellar", password: "", hidden: true },
	],
	ethernet: false,
	address: { address: "192.168.1.20", netmask: "255.255.255.0", gateway: "192.168.1.1", dns: "1.1.1.1" },
	timeServers: ["time.test"],
	light: { pin: 8, activeLow: true },
	button: { pin: 9 },
	telemetry: {
		intervalMs: 100,
		format: "raw",
		topic: "a/{thingName}/b",
		sensor: { name: "tmp117", data: 4, clock: 5, address: 0x48, hertz: 100_000, pin: undefined },
		queueLimit: 1,
		statusTopic: "",
	},
};
/** Stands for any secret: it must not come back in an error. */
const marked = "S3CRET-MARK";

describe("settings", () => {
	it("survive formatting and parsing", () => {
		const settings = checkSettings(full);
		assert.deepEqual(parseSettings(formatSettings(settings)), settings);
		const { wifi, ethernet, address, ...others } = full;
		assert.deepEqual(settings, { ...others, network: { wifi, ethernet, address } });
	});

	it("have defaults for everything but host and client id", () => {
		assert.deepEqual(checkSettings(least), {
			...least,
			port: 8883,
			templateName: "",
			parameters: {},
			keyOrigin: "device",
			network: { wifi: [], ethernet: false, address: undefined },
			timeServers: ["pool.ntp.org", "time.cloudflare.com", "time.nist.gov"],
			light: undefined,
			button: undefined,
			telemetry: {
				intervalMs: 10_000,
				format: "json",
				topic: "{thingName}/temperature",
				sensor: {
					name: "simulated",
					data: undefined,
					clock: undefined,
					address: undefined,
					hertz: undefined,
					pin: undefined,
				},
				queueLimit: 60,
				statusTopic: "{thingName}/status",
			},
		});
	});

	it("ignore members they do not know: a newer host may write to an older device", () => {
		assert.deepEqual(checkSettings({ ...least, colour: "blue" }), checkSettings(least));
	});

	it("allow an open Wi-Fi network, and topics of 7 slashes", () => {
		const cafe = { ssid: "cafe", password: "", hidden: false };
		assert.deepEqual(checkSettings({ ...least, wifi: { ssid: "cafe" } }).network.wifi, [cafe]);
		assert.equal(checkSettings({ ...least, telemetry: { topic: "1/2/3/4/5/6/7/8" } }).telemetry.topic.length, 15);
	});

	const telemetry = (member: object) => ({ ...least, telemetry: member });
	const wifi = (member: object) => ({ ...least, wifi: { ssid: "home", password: marked, ...member } });
	for (const [member, why, json] of [
		["settings", "null", null],
		["settings", "an array", [marked]],
		["host", "missing", { clientId: marked }],
		["host", "empty", { ...least, host: "" }],
		["host", "too long", { ...least, host: marked.repeat(30) }],
		["host", "a number", { ...least, host: 7 }],
		["port", "0", { ...least, port: 0 }],
		["port", "65536", { ...least, port: 65_536 }],
		["port", "a fraction", { ...least, port: 8883.5 }],
		["port", "a string", { ...least, port: marked }],
		["clientId", "missing", { host: marked }],
		["clientId", "too long", { ...least, clientId: marked.repeat(12) }],
		["templateName", "too long", { ...least, templateName: marked.repeat(4) }],
		["templateName", "with a slash", { ...least, templateName: `${marked}/x` }],
		["templateName", "with a letter outside ASCII", { ...least, templateName: `${marked}é` }],
		["parameters", "a string", { ...least, parameters: marked }],
		["parameters.SerialNumber", "a number", { ...least, parameters: { SerialNumber: 42 } }],
		["parameters.SerialNumber", "too long", { ...least, parameters: { SerialNumber: marked.repeat(400) } }],
		["keyOrigin", "unknown", { ...least, keyOrigin: marked }],
		["wifi", "a string", { ...least, wifi: marked }],
		["wifi.ssid", "missing", { ...least, wifi: { password: marked } }],
		["wifi.ssid", "too long", wifi({ ssid: marked.repeat(3) })],
		["wifi.password", "too long", wifi({ password: marked.repeat(6) })],
		["wifi.password", "a number", wifi({ password: 12_345_678 })],
		["telemetry", "an array", telemetry([marked])],
		["telemetry.intervalMs", "99", telemetry({ intervalMs: 99 })],
		["telemetry.intervalMs", "more than a day", telemetry({ intervalMs: 86_400_001 })],
		["telemetry.intervalMs", "NaN", telemetry({ intervalMs: Number.NaN })],
		["telemetry.format", "unknown", telemetry({ format: marked })],
		["telemetry.topic", "empty", telemetry({ topic: "" })],
		["telemetry.topic", "with a wildcard", telemetry({ topic: `${marked}/+` })],
		["telemetry.topic", "with the other wildcard", telemetry({ topic: `${marked}/#` })],
		["telemetry.topic", "too deep", telemetry({ topic: `${marked}/1/2/3/4/5/6/7/8` })],
		["telemetry.sensor.name", "too long", telemetry({ sensor: marked.repeat(3) })],
		["telemetry.sensor", "a list", telemetry({ sensor: [marked] })],
		["telemetry.sensor", "half a bus", telemetry({ sensor: { name: "tmp117", data: 4 } })],
		["telemetry.sensor.pin", "no GPIO", telemetry({ sensor: { name: "ntc", pin: 99 } })],
		["address.netmask", "no IPv4 address", { ...least, address: { address: "10.0.0.1", netmask: "255.255.255.256" } }],
		["wifi[1].ssid", "missing", { ...least, wifi: [{ ssid: "home" }, { password: marked }] }],
		["wifi", "too many", { ...least, wifi: Array(9).fill({ ssid: "home" }) }],
		["wifi.password", "too short for WPA2", { ...least, wifi: { ssid: "home", password: "S3CRET" } }],
		["timeServers", "empty", { ...least, timeServers: [] }],
		["timeServers", "holding an empty name", { ...least, timeServers: [""] }],
		["light", "a number", { ...least, light: 8 }],
		["button.pin", "missing from the button", { ...least, button: {} }],
		["telemetry.queueLimit", "0", telemetry({ queueLimit: 0 })],
		["telemetry.queueLimit", "1001", telemetry({ queueLimit: 1001 })],
	] as const) {
		it(`with "${member}" ${why} are bootstrap-invalid, naming it and never its value`, () => {
			assert.throws(
				() => checkSettings(json),
				(error: Error & { code?: string }) => {
					assert.equal(error.code, "bootstrap-invalid");
					assert.ok(error.message.includes(`"${member}"`), error.message);
					assert.ok(!error.message.includes(marked) && !error.message.includes("12345678"), error.message);
					return true;
				},
			);
		});
	}

	it("that are not JSON are bootstrap-invalid, and the error does not quote them", () => {
		assert.throws(
			() => parseSettings(`{"wifi":{"password":"${marked}`),
			(error: Error & { code?: string; cause?: unknown }) =>
				error.code === "bootstrap-invalid" && !error.message.includes(marked) && error.cause === undefined,
		);
	});
});
