import assert from "node:assert/strict";
import { readRoot } from "../../../support/source-imports.js";

/** What the first group of `pattern` matches in a file of the repository. */
function namesIn(file: string, pattern: RegExp): string[] {
	const names = [...readRoot(file).matchAll(pattern)].map(([, name = ""]) => name);
	assert.notEqual(names.length, 0, file);
	return names.sort();
}

// The drivers are the SDK's: the list cannot be loaded on Node.
describe("the list of sensor drivers", () => {
	const names = namesIn("firmware/adapters/esp32/sensor-drivers.ts", /^\t(\w+): entry\(/gm);

	it("has those whose manifests the firmware includes", () => {
		assert.deepEqual(namesIn("firmware/adapters/esp32/manifest.json", /\$\(SENSORS\)\/(\w+)\/manifest\.json/g), names);
	});

	it("is the table of docs/chip.md", () => {
		assert.deepEqual(namesIn("docs/chip.md", /^\| `(\w+)` \|.* … /gm), names);
	});
});
