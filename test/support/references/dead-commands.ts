import type { Command } from "./commands.js";

/** Words and options of a command line of ours that the tool does not know. Lines of other programs have none. */
export function deadCommands(line: string, tool: Command): string[] {
	const [, name, rest = ""] = /^\s*(?:[A-Z_]+=\S* )*(?:npx )?(thingsmith )?(.*?)(?: #.*)?$/.exec(line) ?? [];
	const words = rest.split(/[\s[\]]+/).filter((word) => word !== "");
	const ours = name === undefined ? isShortForm(words, tool) : /^(?:--)?[a-z]/.test(rest);
	return ours ? deadWords(words, tool) : [];
}

/** `device flash --dry-run`: a page that speaks of the tool all the time leaves its name out. */
function isShortForm([first = "", second = ""]: readonly string[], tool: Command): boolean {
	const command = tool.commands.get(first);
	if (command === undefined) return false;
	return second.startsWith("--") || (command.commands.size > 0 && /^[a-z][a-z-]*$/.test(second));
}

function deadWords(words: readonly string[], tool: Command): string[] {
	const dead: string[] = [];
	let command = tool;
	for (const word of words) {
		const [option = ""] = word.split("=");
		if (option.startsWith("--") && !command.options.has(option)) dead.push(option);
		if (option.startsWith("-") || command.commands.size === 0) continue;
		const next = command.commands.get(word);
		if (next === undefined) return [...dead, word];
		command = next;
	}
	return dead;
}

/** Options in spans that begin with one, `--certificate pump.crt --thing-name pump`, and are not among the known. */
export function deadOptions(spans: readonly string[], known: readonly string[]): string[] {
	const options = spans.filter((span) => span.startsWith("--")).flatMap((span) => span.match(/--[\w-]+/g) ?? []);
	return options.filter((option) => !known.includes(option));
}

/** Command lines that the messages of a source tell people to run: in backticks, behind npx, or behind a colon. */
export function commandsInMessages(source: string): string[] {
	return source.match(/(?<=`|npx |: )thingsmith [a-z][^"`\\\n]*/g) ?? [];
}
