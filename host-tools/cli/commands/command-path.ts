import type { Command } from "commander";

const helpFlags: readonly string[] = Object.freeze(["--help", "-h"]);

/** Where a command line leads in the tree of commands. */
export interface CommandPath {
	/** The last command that it names. */
	readonly command: Command;
	/** What should have been one of its commands; undefined where there is none, or nothing more is said. */
	readonly unknown: string | undefined;
	/** Help is asked for, by a flag or by the word `help`. */
	readonly help: boolean;
}

/** Follows `args` (without node and script) as far as they name commands. */
export function followCommands(program: Command, args: readonly string[]): CommandPath {
	let command = program;
	let help = args.some((arg) => helpFlags.includes(arg));
	for (const arg of args) {
		if (arg.startsWith("-")) {
			if (helpFlags.includes(arg)) continue;
			break;
		}
		if (command.commands.length === 0) break;
		const next = command.commands.find((one) => one.name() === arg);
		if (next === undefined && arg !== "help") return { command, unknown: arg, help };
		if (next === undefined) help = true;
		else command = next;
	}
	return { command, unknown: undefined, help };
}

/** Words as they are typed, e.g. `thingsmith device flash`. */
export function commandWords(command: Command): string {
	return command.parent === null ? command.name() : `${commandWords(command.parent)} ${command.name()}`;
}

/** All commands that do something, below `command`. */
export function leaves(command: Command): readonly Command[] {
	return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
}
