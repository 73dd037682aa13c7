import { DeviceError } from "../../../firmware/ports/errors.js";
import { failedEvent } from "../../base/shared-events.js";
import { systemErrorCode, ToolError } from "../../base/tool-error.js";
import { visibleText } from "../../base/visible-text.js";
import type { CommandContext } from "../command-context.js";
import type { OperationContext } from "../operations/events.js";
import { createCsvRenderer } from "../render/csv-renderer.js";
import { createJsonRenderer } from "../render/json-renderer.js";
import type { Renderer } from "../render/renderer.js";
import { createTextRenderer } from "../render/text-renderer.js";
import { type ExitCode, exitCodeFor, exitCodes } from "./exit-codes.js";

export interface ExecuteOptions {
	readonly json: boolean;
	/** Readings as CSV on stdout, in place of text. */
	readonly csv?: boolean;
	/** The command has no end of its own: being told to stop is how it is done, not an interruption. */
	readonly endless?: boolean;
	/** For people: what came of it, and not how. */
	readonly quiet?: boolean;
	/** Shows missed and duplicate readings in the table. */
	readonly counts?: boolean;
}

export type Operation = (context: OperationContext) => Promise<void>;

/** Runs an operation with the renderer that was asked for, and turns its outcome into an exit code. Never rejects. */
export async function execute(
	context: CommandContext,
	options: ExecuteOptions,
	operation: Operation,
): Promise<ExitCode> {
	const text = createTextRenderer(context, { counts: options.counts ?? false, quiet: options.quiet ?? false });
	const renderer = dataRenderer(context, options) ?? text;
	try {
		await operation({ emit: (event) => renderer.render(event), signal: context.signal });
		if (context.signal.aborted && !options.endless) {
			throw new ToolError("interrupted", "Interrupted before it was done");
		}
		renderer.render({ event: "done" });
		return exitCodes.done;
	} catch (thrown) {
		const error = toToolError(thrown);
		const failed = failedEvent(error);
		renderer.render(failed);
		// Data on stdout, messages on stderr: a script that keeps stdout must not hide the reason from its user.
		if (options.json) text.render(failed);
		if (error.code === "internal" && context.env.DEBUG && error.stack) {
			context.stderr.write(`${visibleText(error.stack, "\n\t")}\n`);
		}
		return exitCodeFor(error.code);
	} finally {
		renderer.close();
	}
}

/** Undefined: text is what was asked for. */
function dataRenderer(context: CommandContext, { json, csv }: ExecuteOptions): Renderer | undefined {
	if (json) return createJsonRenderer(context.stdout);
	return csv === true ? createCsvRenderer(context) : undefined;
}

function toToolError(thrown: unknown): ToolError {
	if (thrown instanceof ToolError) return thrown;
	if (thrown instanceof DeviceError) return new ToolError(thrown.code, thrown.message, { cause: thrown });
	const message = thrown instanceof Error ? thrown.message : String(thrown);
	if (systemErrorCode(thrown) === "ERR_MODULE_NOT_FOUND") {
		return new ToolError("installation-incomplete", message, {
			cause: thrown,
			next: "run `npm ci` where thingsmith is",
		});
	}
	return new ToolError("internal", `Unexpected: ${message}`, {
		cause: thrown,
		next: "run it again with DEBUG=1 and report what it prints",
	});
}
