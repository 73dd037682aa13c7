import type { CommandContext, Output } from "../command-context.js";

export interface Style {
	bold(text: string): string;
	dim(text: string): string;
	red(text: string): string;
	green(text: string): string;
	yellow(text: string): string;
}

/** Colours where `output` is a terminal that wants them (https://no-color.org). */
export function createStyle(output: Output, env: CommandContext["env"]): Style {
	const coloured = output.isTerminal && !env.NO_COLOR && env.TERM !== "dumb";
	const paint = (on: number, off: number) => (text: string) => (coloured ? `\x1b[${on}m${text}\x1b[${off}m` : text);
	return { bold: paint(1, 22), dim: paint(2, 22), red: paint(31, 39), green: paint(32, 39), yellow: paint(33, 39) };
}
