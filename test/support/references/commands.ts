import { runProgram } from "../../../host-tools/cli/commands/program.js";
import { FakeOutput } from "../fake-output.js";

/** A command of the tool, as its help describes it. */
export interface Command {
	/** Long options, `--json`. */
	readonly options: ReadonlySet<string>;
	readonly commands: ReadonlyMap<string, Command>;
}

/** The tool's commands, read from their help. */
export async function readCommands(path: readonly string[] = []): Promise<Command> {
	const help = await helpOf(path);
	const names = terms(help, "Commands").map((term) => term.split(" ")[0] ?? "");
	const commands = new Map<string, Command>();
	for (const name of names) if (name !== "help") commands.set(name, await readCommands([...path, name]));
	return { options: new Set(terms(help, "Options").flatMap((term) => term.match(/--[\w-]+/g) ?? [])), commands };
}

/** Long options of a command and of all below it. */
export function allOptions({ options, commands }: Command): string[] {
	return [...options, ...[...commands.values()].flatMap(allOptions)];
}

async function helpOf(path: readonly string[]): Promise<string> {
	const stdout = new FakeOutput();
	const stderr = new FakeOutput();
	const { signal } = new AbortController();
	await runProgram([...path, "--help"], {
		stdout,
		stderr,
		ask: undefined,
		askSecret: undefined,
		command: "thingsmith",
		env: {},
		signal,
	});
	return stdout.text;
}

/** What stands to the left in a section of a help text: `device`, `-V, --version`. */
function terms(help: string, section: string): string[] {
	const [, body = ""] = new RegExp(`^${section}:\\n((?: .*\\n)*)`, "m").exec(help) ?? [];
	return [...body.matchAll(/^ {2}(\S.*?)(?: {2}.*)?$/gm)].map(([, term = ""]) => term);
}
