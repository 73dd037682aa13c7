import assert from "node:assert/strict";
import { runProgram } from "../../../../host-tools/cli/commands/program.js";
import { FakeOutput } from "../../../support/fake-output.js";
import { hostile, hostileText } from "../../../support/hostile-text.js";

describe("runProgram", () => {
	it("quotes arguments so that they cannot command the terminal", async () => {
		for (const args of [[hostileText], ["watch", `--${hostileText}`], ["watch", "--thing", hostileText]]) {
			const [stdout, stderr] = [new FakeOutput(), new FakeOutput()];
			const { signal } = new AbortController();
			const code = await runProgram(args, {
				stdout,
				stderr,
				command: "thingsmith",
				env: {},
				ask: undefined,
				askSecret: undefined,
				signal,
			});
			assert.equal(code, 2);
			assert.notEqual(stderr.text, "");
			assert.doesNotMatch(stderr.text, hostile);
		}
	});
});
