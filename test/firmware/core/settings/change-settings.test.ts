import assert from "node:assert/strict";
import fc from "fast-check";
import { changeableMembers, changeSettings } from "../../../../firmware/core/settings/change-settings.js";
import { checkSettings, formatSettings, parseSettings } from "../../../../firmware/core/settings/settings-json.js";

const settings = checkSettings({
	host: "cloud.test",
	clientId: "claim-client",
	templateName: "thingsmith",
	parameters: { SerialNumber: "42" },
	wifi: { ssid: "home", password: "pass word" },
	address: { address: "10.0.0.2", netmask: "255.255.255.0", gateway: "10.0.0.1", dns: "10.0.0.1" },
	light: { pin: 4 },
	telemetry: { intervalMs: 60_000, topic: "{thingName}/t", sensor: { name: "ds18b20", pin: 5 } },
});

describe("a change of settings", () => {
	it("replaces the members it names, and no others", () => {
		const changed = changeSettings(settings, { wifi: { ssid: "barn", password: "other word" }, ethernet: true });
		const network = {
			...settings.network,
			wifi: [{ ssid: "barn", password: "other word", hidden: false }],
			ethernet: true,
		};
		assert.deepEqual(changed, { ...settings, network });
	});

	it("changes one thing of the telemetry and leaves the rest, but replaces the sensor's wiring as a whole", () => {
		assert.deepEqual(changeSettings(settings, { telemetry: { intervalMs: 5000 } }), {
			...settings,
			telemetry: { ...settings.telemetry, intervalMs: 5000 },
		});
		const { sensor } = changeSettings(settings, { telemetry: { sensor: { name: "bme280", address: 0x76 } } }).telemetry;
		assert.deepEqual([sensor.name, sensor.address, sensor.pin], ["bme280", 0x76, undefined]);
	});

	it("brings defaults back for null", () => {
		const { light, network, telemetry } = changeSettings(settings, {
			light: null,
			address: null,
			wifi: null,
			telemetry: { topic: null },
		});
		assert.deepEqual([light, network.address, network.wifi], [undefined, undefined, []]);
		assert.deepEqual([telemetry.topic, telemetry.intervalMs], ["{thingName}/temperature", 60_000]);
	});

	it("is refused where it names what goes with the identity, or nothing that is known", () => {
		for (const name of ["host", "port", "clientId", "templateName", "parameters", "keyOrigin", "claim", "wlan"]) {
			assert.throws(() => changeSettings(settings, { [name]: "S3CRET" }), {
				code: "bootstrap-invalid",
				message: new RegExp(`"${name}"(?!.*S3CRET)`),
			});
		}
		const unknown = { telemetry: { interval: 5 } };
		assert.throws(() => changeSettings(settings, unknown), { code: "bootstrap-invalid", message: /"interval"/ });
	});

	it("is refused where a value is none, or there is nothing to change", () => {
		for (const change of [{ wifi: { ssid: "" } }, { telemetry: { intervalMs: 1 } }, { telemetry: [] }, [], null, 7]) {
			assert.throws(() => changeSettings(settings, change), { code: "bootstrap-invalid" });
		}
		assert.throws(() => changeSettings(undefined, {}), { code: "bootstrap-invalid", message: /no settings yet/ });
	});

	it("with nothing in it, or with all there is, leaves everything as it was", () => {
		const all = JSON.parse(formatSettings(settings)) as Record<string, unknown>;
		const names = fc.subarray(changeableMembers.filter((name) => all[name] !== undefined));
		fc.assert(
			fc.property(names, (chosen) => {
				const change = Object.fromEntries(chosen.map((name) => [name, all[name]]));
				assert.deepEqual(changeSettings(settings, change), parseSettings(formatSettings(settings)));
			}),
		);
	});
});
