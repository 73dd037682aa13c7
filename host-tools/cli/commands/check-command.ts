import type { Command } from "commander";
import { commandWords, followCommands, leaves } from "./command-path.js";

/**
 * Ends with a usage error where `args` name no command: commander would answer `nope --help` with the help of what is there, and exit
 * code 0. Returns the arguments to parse.
 */
export function checkCommand(program: Command, args: readonly string[]): readonly string[] {
	const { command, unknown, help } = followCommands(program, args);
	if (unknown !== undefined) {
		const elsewhere = unknown === "version" ? `${program.name()} --version` : leafNamed(program, unknown);
		if (elsewhere === undefined) return commandWords(command).split(" ").slice(1).concat(unknown);
		program.error(`error: unknown command '${unknown}'\n(Did you mean ${elsewhere}?)`, {
			code: "commander.unknownCommand",
		});
	}
	const isGroup = command.commands.length > 0;
	if (isGroup && !help && !args.some((arg) => arg.startsWith("-"))) {
		command.outputHelp({ error: true });
		const names = command.commands.map((one) => one.name()).join(", ");
		command.error(`error: ${commandWords(command)} needs a command: ${names}`, { code: "commander.missingCommand" });
	}
	return help ? [...commandWords(command).split(" ").slice(1), "--help"] : args;
}

/** A command of that name somewhere else in the tree, as it is typed. */
function leafNamed(program: Command, name: string): string | undefined {
	const [found, another] = leaves(program).filter((leaf) => leaf.name() === name);
	return found === undefined || another !== undefined ? undefined : commandWords(found);
}
