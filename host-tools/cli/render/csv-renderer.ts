import { csvLine } from "../../base/csv-line.js";
import type { CommandContext } from "../command-context.js";
import { createEventDescriber } from "./event-describer.js";
import type { Renderer } from "./renderer.js";
import { createStyle } from "./style.js";
import { visibleEvent } from "./visible-event.js";

const columns = Object.freeze([
	"received",
	"thingName",
	"temperature",
	"humidity",
	"pressure",
	"sequence",
	"timestamp",
	"missed",
	"duplicate",
	"restarted",
] as const);

/** Readings as CSV (RFC 4180) on stdout, with a heading and the time they arrived; words for people on stderr. */
export function createCsvRenderer(
	{ stdout, stderr, env }: CommandContext,
	now: () => Date = () => new Date(),
): Renderer {
	const describe = createEventDescriber(createStyle(stderr, env));
	stdout.write(csvLine(columns));
	return {
		render(given) {
			const happened = visibleEvent(given);
			if (happened.event === "reading") {
				const values = { ...happened, received: now().toISOString() };
				stdout.write(csvLine(columns.map((name) => values[name])));
				return;
			}
			const { message } = describe(happened);
			if (message !== undefined) stderr.write(`${message}\n`);
		},
		close() {},
	};
}
