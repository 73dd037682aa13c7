import { visibleText } from "../../base/visible-text.js";
import type { CommandContext } from "../command-context.js";
import type { ThingsmithEvent } from "../operations/events.js";
import { createEventDescriber } from "./event-describer.js";
import { LiveBlock } from "./live-block.js";
import { createProgressLine } from "./progress-line.js";
import { ReadingsTable } from "./readings-table.js";
import type { Renderer } from "./renderer.js";
import { createStyle } from "./style.js";
import { visibleEvent } from "./visible-event.js";

export interface TextOptions {
	/** Missed and duplicate readings in the table. */
	readonly counts: boolean;
	/** What came of it, and not how. */
	readonly quiet?: boolean;
}

/** How it comes about. */
const hidden: readonly ThingsmithEvent["event"][] = Object.freeze([
	"step",
	"reading",
	"provisioned",
	"region",
	"flashing",
	"provision-step",
] as const);

/** How often the table is drawn again although nothing has happened, ms. */
const agingMs = 1000;

/**
 * For people: messages on stderr, data on stdout; on a terminal the readings are a table that is drawn again in place. What an event holds
 * is made visible before it is laid out: the renderer's own colours and movements are the only ones that reach the terminal.
 */
export function createTextRenderer(context: CommandContext, { counts, quiet = false }: TextOptions): Renderer {
	const { stdout, stderr, env } = context;
	const describe = createEventDescriber(createStyle(stderr, env));
	const live = stdout.isTerminal && env.TERM !== "dumb";
	const table = new ReadingsTable({ counts });
	// One column and two rows stay free: a full line would wrap, and the prompt must not scroll the block away.
	const block = new LiveBlock(stdout, () =>
		table.lines((stdout.columns ?? 80) - 1, (stdout.rows ?? 24) - 2, performance.now()),
	);
	let aging: NodeJS.Timeout | undefined;

	const showInTable = (happened: ThingsmithEvent) => {
		if (!live) return false;
		if (happened.event === "reading") table.add(happened, performance.now());
		else if (happened.event === "malformed") table.addMalformed(happened.thingName);
		else if (happened.event === "silent") table.markSilent(happened.thingName);
		else return false;
		// What was last seen gets older while nothing happens.
		if (counts) aging ??= setInterval(() => block.changed(), agingMs).unref();
		block.changed();
		return true;
	};

	const progress = createProgressLine(context);

	return {
		render(given) {
			if (quiet && hidden.includes(given.event)) return;
			if (given.event === "raw")
				return stdout.write(stdout.isTerminal ? visibleText(given.text, "\r\n\t") : given.text);
			// Escaped as JSON escapes, so that it still means the same.
			if (given.event === "report")
				return stdout.write(`${visibleText(JSON.stringify(given.log, undefined, 2), "\n")}\n`);
			const happened = visibleEvent(given);
			if (progress.show(happened) || showInTable(happened)) return;
			const { data, message } = describe(happened);
			if (data === undefined && message === undefined) return;
			progress.above(() =>
				block.above(() => {
					if (data !== undefined) stdout.write(`${data}\n`);
					if (message !== undefined) stderr.write(`${message}\n`);
				}),
			);
		},
		close() {
			clearInterval(aging);
			progress.close();
			block.close();
		},
	};
}
