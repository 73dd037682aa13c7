import assert from "node:assert/strict";
import { knownSensors } from "../../../../../host-tools/board/identity/values/known-sensors.js";
import { readRoot } from "../../../../support/source-imports.js";

/** Names in an object of a source, one a line. */
function namesIn(path: string, begin: string): string[] {
	const text = readRoot(path);
	const [entries = ""] = text.slice(text.indexOf(begin)).split("\n});");
	return [...entries.matchAll(/^\t(\w+):.*$/gm)].map(([, name = ""]) => name);
}

describe("known sensors", () => {
	it("are those of the firmware: drivers of the SDK, and what needs none", () => {
		const everywhere = namesIn("firmware/core/sensors/thermometers.ts", "const everywhere");
		const drivers = namesIn("firmware/adapters/esp32/sensor-drivers.ts", "export const sensorDrivers");
		assert.ok(everywhere.includes("simulated") && drivers.includes("tmp117"));
		assert.deepEqual(Object.keys(knownSensors).sort(), [...everywhere, ...drivers].sort());
	});

	it("are wired as their drivers say", () => {
		const drivers = readRoot("firmware/adapters/esp32/sensor-drivers.ts");
		for (const [name, bus] of Object.entries(knownSensors)) {
			if (bus !== "none") assert.match(drivers, new RegExp(`^\\t${name}:.*"${bus}"`, "m"));
		}
	});
});
