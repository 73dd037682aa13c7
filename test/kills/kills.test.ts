import assert from "node:assert/strict";
import { endAll } from "../support/cli.js";
import { exhaustive } from "../support/exhaustive.js";
import { patience } from "../support/patience.js";
import { TemporaryDirectories } from "../support/temporary-directory.js";
import { runKills } from "./run-kills.js";

describe("an emulator killed with -9 under a load of all services", () => {
	const directories = new TemporaryDirectories();
	afterEach(async () => {
		await endAll();
		await directories.remove();
	});

	it("has all that it acknowledged, and nothing by half", async function () {
		this.timeout(patience(120_000));
		const kills = exhaustive ? 12 : 3;
		const report = await runKills({ directory: await directories.make(), kills, seed: 1, localEvery: 12 });
		assert.deepEqual(report.problems, []);
		assert.ok(report.acknowledged > 10 * kills, `only ${report.acknowledged} acknowledged`);
	});
});
