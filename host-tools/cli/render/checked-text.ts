import type { EventNamed, EventText } from "./event-text.js";
import type { Style } from "./style.js";

/** Characters of the longest name of a check. */
const nameWidth = 17;

/** One check, one line: how it went, what it is, the cause, and what to do. */
export function checkedText(style: Style, { check, status, code, message, next }: EventNamed<"check">): EventText {
	const colour = { ok: style.green, warn: style.yellow, fail: style.red }[status];
	const head = `${colour(status.padEnd(4))}  ${style.bold(check.padEnd(nameWidth))}  ${oneLine(message)}`;
	if (next === undefined) return { data: head };
	return { data: `${head} ${style.dim(`(${code})`)} Next: ${oneLine(next)}` };
}

function oneLine(text: string): string {
	return text.replace(/\s*\n\s*/g, "; ");
}
