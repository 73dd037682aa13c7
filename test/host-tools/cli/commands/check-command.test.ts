import assert from "node:assert/strict";
import type { Output } from "../../../../host-tools/cli/command-context.js";
import { runProgram } from "../../../../host-tools/cli/commands/program.js";

async function run(line: string) {
	let stdout = "";
	let stderr = "";
	const output = (write: (text: string) => void): Output => ({
		write,
		isTerminal: false,
		columns: undefined,
		rows: undefined,
	});
	const code = await runProgram(line.split(" ").filter(Boolean), {
		stdout: output((text) => {
			stdout += text;
		}),
		stderr: output((text) => {
			stderr += text;
		}),
		command: "thingsmith",
		env: {},
		ask: undefined,
		askSecret: undefined,
		signal: new AbortController().signal,
	});
	return { code, stdout, stderr };
}

describe("a command that there is not", () => {
	for (const [line, words] of [
		["nope --help", /unknown command 'nope'/],
		["--help nope", /unknown command 'nope'/],
		["help nope", /unknown command 'nope'/],
		["device nope -h", /unknown command 'nope'/],
		["device help nope", /unknown command 'nope'/],
		["claim creat --help", /unknown command 'creat'[\s\S]*Did you mean create\?/],
		["wach --thing x", /Did you mean watch\?/],
		["provision --ssid x", /Did you mean thingsmith device provision\?/],
		["flash", /Did you mean thingsmith device flash\?/],
		["version", /Did you mean thingsmith --version\?/],
		["", /thingsmith needs a command: demo, local, /],
		["device", /thingsmith device needs a command: provision, /],
		["claim", /thingsmith claim needs a command: create/],
	] as const) {
		it(`is a usage error: thingsmith ${line}`, async () => {
			const { code, stdout, stderr } = await run(line);
			assert.equal(code, 2);
			assert.equal(stdout, "");
			assert.match(stderr, words);
		});
	}

	it("is told from one that there is, whose help is asked for in any way", async () => {
		for (const line of [
			"help device flash",
			"device help flash",
			"device flash --help",
			"--help device flash",
			"device flash -h",
		]) {
			const { code, stdout, stderr } = await run(line);
			assert.equal(code, 0, line);
			assert.match(stdout, /^Usage: thingsmith device flash /, line);
			assert.equal(stderr, "");
		}
		for (const line of ["help", "--help", "-h"])
			assert.match((await run(line)).stdout, /^Usage: thingsmith \[options\]/);
	});
});
