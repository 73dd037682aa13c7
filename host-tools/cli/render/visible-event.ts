import { visibleText } from "../../base/visible-text.js";
import type { ThingsmithEvent } from "../operations/events.js";

/** Members that may have several lines: texts for people. */
const texts: readonly string[] = Object.freeze(["text", "message", "next"]);

/** `happened` with all its text fit to be printed, names of members too: whoever sent it, nothing of it commands the terminal. */
export function visibleEvent(happened: ThingsmithEvent): ThingsmithEvent {
	return visibleMembers(happened) as ThingsmithEvent;
}

function visibleMembers(owner: object): object {
	const entries = Object.entries(owner).map(([name, value]) => [visibleText(name), visibleValue(name, value)]);
	return Object.fromEntries(entries) as object;
}

function visibleValue(name: string, value: unknown): unknown {
	if (typeof value === "string") return visibleText(value, texts.includes(name) ? "\n\t" : "");
	if (Array.isArray(value)) return value.map((one) => visibleValue(name, one));
	return typeof value === "object" && value !== null ? visibleMembers(value) : value;
}
