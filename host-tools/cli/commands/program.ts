import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { visibleText } from "../../base/visible-text.js";
import type { CommandContext } from "../command-context.js";
import { checkCommand } from "./check-command.js";
import { addClaim } from "./claim.js";
import { addCloud } from "./cloud.js";
import type { CommandHost } from "./command-host.js";
import { addCompletion } from "./completion.js";
import { addDemo } from "./demo.js";
import { addDevice } from "./device.js";
import { addDoctor } from "./doctor.js";
import { execute } from "./execute.js";
import { type ExitCode, exitCodes } from "./exit-codes.js";
import { addExplain } from "./explain.js";
import { addLocal } from "./local.js";
import { refuseEmptyValues } from "./refuse-empty-values.js";
import { addWatch } from "./watch.js";

/** Every command, in the order of the help. A new one is a file of its own and a line here. */
const commands: readonly ((program: Command, host: CommandHost) => void)[] = [
	addDemo,
	addLocal,
	addClaim,
	addCloud,
	addDevice,
	addWatch,
	addExplain,
	addDoctor,
	addCompletion,
];

const exitCodeHelp = `
Exit codes: 0 done, 1 failed, 2 usage, 3 environment or credentials missing, 4 timed out or expired, 130 interrupted.`;

/** Runs one command line (without node and script) and resolves with its exit code. Never rejects. */
export async function runProgram(args: readonly string[], context: CommandContext): Promise<ExitCode> {
	let outcome: ExitCode = exitCodes.done;
	const program = createProgram({
		context,
		run: async (options, operation) => {
			outcome = await execute(context, options, operation);
		},
	});
	try {
		await program.parseAsync(checkCommand(program, args), { from: "user" });
		return outcome;
	} catch (error) {
		if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
		return execute(context, { json: false }, () => Promise.reject<undefined>(error));
	}
}

function createProgram(host: CommandHost): Command {
	const { stdout, stderr } = host.context;
	const program = new Command("thingsmith")
		.description("Gives an ESP32 an identity of its own in AWS IoT Core, on AWS or on this machine alone.")
		.version(packageVersion())
		.exitOverride()
		.configureOutput({
			writeOut: (text) => stdout.write(text),
			// It quotes arguments.
			writeErr: (text) => stderr.write(visibleText(text, "\n\t")),
			getOutHelpWidth: () => stdout.columns ?? 100,
			getErrHelpWidth: () => stderr.columns ?? 100,
			getOutHasColors: () => false,
			getErrHasColors: () => false,
		})
		.addHelpText("after", exitCodeHelp)
		.showHelpAfterError("(--help says more)");
	for (const add of commands) add(program, host);
	refuseEmptyValues(program);
	return program;
}

function packageVersion(): string {
	const text = readFileSync(new URL("../../../../package.json", import.meta.url), "utf8");
	return (JSON.parse(text) as { version: string }).version;
}
