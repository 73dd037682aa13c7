import assert from "node:assert/strict";
import type { CommandContext } from "../../../../host-tools/cli/command-context.js";
import { runProgram } from "../../../../host-tools/cli/commands/program.js";
import { FakeOutput } from "../../../support/fake-output.js";

async function run(args: readonly string[]) {
	const [stdout, stderr] = [new FakeOutput(), new FakeOutput()];
	const signal = new AbortController().signal;
	const context: CommandContext = {
		stdout,
		stderr,
		command: "thingsmith",
		env: {},
		ask: undefined,
		askSecret: undefined,
		signal,
	};
	return { code: await runProgram(args, context), stdout: stdout.text, stderr: stderr.text };
}

/** Names in a section of a help text, e.g. the commands. */
function section(help: string, title: string): readonly string[] {
	const [, lines = ""] = new RegExp(`^${title}:\\n((?: .*\\n)+)`, "m").exec(help) ?? [];
	return lines.split("\n").filter((line) => /^ {2}\S/.test(line));
}

/** Every command with its help, as arguments. */
async function commands(path: readonly string[] = []): Promise<readonly (readonly [readonly string[], string])[]> {
	const help = (await run([...path, "--help"])).stdout;
	const below = section(help, "Commands")
		.map((line) => line.trim().split(" ")[0] ?? "")
		.filter((name) => name !== "help");
	if (below.length === 0) return [[path, help]];
	return (await Promise.all(below.map((name) => commands([...path, name])))).flat();
}

describe("an empty value", () => {
	it("is refused of every option of every command, as usage", async () => {
		let tried = 0;
		for (const [path, help] of await commands()) {
			for (const line of section(help, "Options")) {
				const option = /(--[a-z-]+) </.exec(line)?.[1];
				if (option === undefined) continue;
				const { code, stderr } = await run([...path, option, ""]);
				assert.equal(code, 2, `${path.join(" ")} ${option}`);
				assert.match(stderr, new RegExp(`option '${option}[^']*' argument '' is invalid. It is empty`));
				tried += 1;
			}
		}
		assert.ok(tried > 50, `${tried} options were found`);
	});

	it("is refused of an argument", async () => {
		const { code, stderr } = await run(["device", "inspect", ""]);
		assert.equal(code, 2);
		assert.match(stderr, /argument 'file'.*It is empty/);
	});
});
