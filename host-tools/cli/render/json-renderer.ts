import type { Output } from "../command-context.js";
import type { Renderer } from "./renderer.js";

/** One JSON object a line: `event`, `time`, then the event's own members. What is for people alone (`step`, `note`) is left out. */
export function createJsonRenderer(stdout: Output, now: () => Date = () => new Date()): Renderer {
	return {
		render(happened) {
			if (happened.event === "step" || happened.event === "note") return;
			const { event, ...members } = happened;
			stdout.write(`${JSON.stringify({ event, time: now().toISOString(), ...members })}\n`);
		},
		close() {},
	};
}
