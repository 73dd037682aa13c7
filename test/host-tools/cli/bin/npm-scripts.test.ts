import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { patience } from "../../../support/patience.js";
import { repositoryRoot } from "../../../support/source-imports.js";

const scripts = { "build:esp32": "build-esp32", simulator: "simulator" };

describe("npm's scripts with options", () => {
	for (const [script, program] of Object.entries(scripts)) {
		it(`${script} answers --help on stdout with 0`, async () => {
			const path = join(repositoryRoot, `dist/host-tools/cli/bin/${program}.js`);
			// Rejects unless it ends with 0.
			const ended = promisify(execFile)(process.execPath, [path, "--help"], { timeout: patience(25_000) });
			const { stdout, stderr } = await ended;
			assert.ok(stdout.startsWith(`Usage: npm run ${script} -- [--`), stdout);
			assert.equal(stderr, "");
		});
	}
});
