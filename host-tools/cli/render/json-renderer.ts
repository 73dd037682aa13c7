import { visibleText } from "../../base/visible-text.js";
import type { Output } from "../command-context.js";
import type { Renderer } from "./renderer.js";

/**
 * One JSON object a line: `event`, `time`, then the event's own members. What is for people alone (`step`, `note`) is left out. Characters
 * that a terminal could obey are escaped, also those that JSON would not need to escape.
 */
export function createJsonRenderer(stdout: Output, now: () => Date = () => new Date()): Renderer {
	return {
		render(happened) {
			if (happened.event === "step" || happened.event === "note") return;
			const { event, ...members } = happened;
			stdout.write(`${visibleText(JSON.stringify({ event, time: now().toISOString(), ...members }))}\n`);
		},
		close() {},
	};
}
