import assert from "node:assert/strict";
import { runTarget } from "./run-target.js";
import { fuzzTargets } from "./targets.js";

/** In all; `npm run test:fuzz` feeds a million. */
const inputs = 2000;
const shares = fuzzTargets.reduce((sum, { share }) => sum + share, 0);

describe("fuzzing the emulator", () => {
	for (const target of fuzzTargets) {
		it(`finds nothing in ${target.name}`, async () => {
			const share = Math.ceil((inputs * target.share) / shares);
			const { findings } = await runTarget(target, { seed: 1, inputs: share });
			assert.deepEqual(findings, []);
		});
	}

	it("says which input threw, and makes it again", async () => {
		const open = () => ({
			next: (random: { int(below: number): number }) => {
				const number = random.int(10);
				return {
					show: () => `number ${number}`,
					feed() {
						if (number === 3) throw new Error("three");
					},
				};
			},
		});
		const { findings } = await runTarget({ name: "numbers", share: 1, open }, { seed: 1, inputs: 50 });
		assert.ok(findings.length > 0);
		for (const { index, input, problem } of findings) {
			assert.equal(input, "number 3");
			assert.match(problem, /three/);
			const again = await runTarget({ name: "numbers", share: 1, open }, { seed: 1, inputs: 1, from: index });
			assert.equal(again.findings.length, 1);
		}
	});
});
