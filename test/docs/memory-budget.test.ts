import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { repositoryRoot } from "../../host-tools/base/files/repository-root.js";
import { readMemoryBudget } from "../support/memory-budget.js";

/** Bytes of a slot on a chip. */
const slotBytes = 16;

describe("docs/memory.md", () => {
	const budget = readMemoryBudget();

	it("fits into the block an ESP32 gets", () => {
		const { creation, platforms } = manifest("manifest.json");
		assert.equal(creation.stack, budget.stack);
		assert.ok((budget.stack + budget.slots) * slotBytes + budget.chunks <= platforms.esp32.creation.static);
	});

	it("is what the simulator's test allows the firmware, without leave to grow", () => {
		assert.deepEqual(manifest("test/simulator/memory/manifest.json").creation, {
			chunk: { initial: budget.chunks, incremental: 0 },
			heap: { initial: budget.slots, incremental: 0 },
		});
	});
});

function manifest(file: string) {
	return JSON.parse(readFileSync(path.join(repositoryRoot, file), "utf8"));
}
