import type { ThingsmithEvent } from "../operations/events.js";

/** The name as every text writes it, at the start of a line or of what stands in backticks. */
const written =
	/(^[ \t]*|`)(?:npx )?thingsmith(?= (?:claim|cloud|completion|demo|device|doctor|explain|local|watch)\b)/gm;

/** What has to be typed to start this program again. `script`: the path by which it was started. */
export function commandName(env: Readonly<Record<string, string | undefined>>, script: string): string {
	if (env.npm_command !== undefined) return "npx thingsmith";
	// On PATH: installed for all of the machine, or linked. A clone is started by its path.
	const isInstalled = /[\\/]node_modules[\\/]/.test(script) || !script.endsWith(".js");
	return isInstalled ? "thingsmith" : "npx thingsmith";
}

/** `happened` with commands that work as they are typed: what is a text for people names them as `command`. */
export function withCommandName(happened: ThingsmithEvent, command: string): ThingsmithEvent {
	const name = (text: string) => text.replace(written, `$1${command}`);
	if (happened.event === "note") return { ...happened, text: name(happened.text) };
	if (happened.event === "check" && happened.next !== undefined) return { ...happened, next: name(happened.next) };
	if (happened.event !== "failed" || happened.next === undefined) return happened;
	return { ...happened, next: name(happened.next) };
}
