import { DeviceError } from "../../../firmware/ports/errors.js";
import { interruptible, throwIfInterrupted } from "../../base/interruption.js";
import { memberOf } from "../../base/member-of.js";
import { failedEvent } from "../../base/shared-events.js";
import { explainSystemError } from "../../base/system-error.js";
import { hasCode, systemErrorCode, ToolError } from "../../base/tool-error.js";
import { visibleText } from "../../base/visible-text.js";
import type { CommandContext } from "../command-context.js";
import type { OperationContext, ThingsmithEvent } from "../operations/events.js";
import { withCommandName } from "../render/command-name.js";
import { createCsvRenderer } from "../render/csv-renderer.js";
import { createJsonRenderer } from "../render/json-renderer.js";
import type { Renderer } from "../render/renderer.js";
import { createTextRenderer } from "../render/text-renderer.js";
import { withEmulatorAdvice } from "./emulator-advice.js";
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
	/** How long it may take to end and to clean up once it is told to stop, in ms; 5 s by default. */
	readonly stopMs?: number;
}

const defaultStopMs = 5_000;

/** Resolves with an exit code where it is another one than that of being done. */
export type Operation = (context: OperationContext) => Promise<ExitCode | undefined> | Promise<void>;

/** Runs an operation with the renderer that was asked for, and turns its outcome into an exit code. Never rejects. */
export async function execute(
	context: CommandContext,
	options: ExecuteOptions,
	operation: Operation,
): Promise<ExitCode> {
	const text = createTextRenderer(context, { counts: options.counts ?? false, quiet: options.quiet ?? false });
	const renderer = dataRenderer(context, options) ?? text;
	const { signal, command } = context;
	const emit = (event: ThingsmithEvent) => renderer.render(withCommandName(event, command));
	try {
		const exitCode = await untilStopped(async () => operation({ emit, signal }), { ...options, signal });
		renderer.render({ event: "done" });
		return exitCode || exitCodes.done;
	} catch (thrown) {
		const error = await withEmulatorAdvice(toToolError(thrown));
		const failed = withCommandName(failedEvent(error), command);
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

/**
 * Runs `work` to its end, or for `stopMs` after `signal` told it to stop: what hangs then is left to the end of the process. Rejects with
 * `interrupted` unless stopping is how the work ends.
 */
async function untilStopped<T>(
	work: () => Promise<T>,
	{ signal, endless = false, stopMs = defaultStopMs }: ExecuteOptions & { readonly signal: AbortSignal },
): Promise<T | undefined> {
	let running = false;
	const working = async () => {
		running = true;
		return await work().finally(() => {
			running = false;
		});
	};
	try {
		const outcome = await interruptible(working, signal, stopMs);
		throwIfInterrupted(signal);
		return outcome;
	} catch (error) {
		if (!hasCode(error, "interrupted") || !signal.aborted) throw error;
		if (running)
			throw new ToolError("interrupted", `Interrupted; it did not come to its end within ${stopMs / 1000} s`);
		if (!endless) throw error;
		return undefined;
	}
}

/** What to do about what the firmware's own code refuses when it runs here. */
const ofDevice: Readonly<Record<string, string>> = Object.freeze({
	"bootstrap-invalid": "mend that member, or make another file with `thingsmith claim create … --bootstrap FILE`",
	"flash-failed": "is it the right file? A new device needs the name of one that is not there yet",
});

function toToolError(thrown: unknown): ToolError {
	if (thrown instanceof ToolError) return thrown;
	if (thrown instanceof DeviceError) {
		return new ToolError(thrown.code, thrown.message, { next: memberOf(ofDevice, thrown.code), cause: thrown });
	}
	const message = thrown instanceof Error ? thrown.message : String(thrown);
	if (systemErrorCode(thrown) === "ERR_MODULE_NOT_FOUND") {
		return new ToolError("installation-incomplete", message, {
			cause: thrown,
			next: "install thingsmith again: `npm install -g` of its package, or `npm ci` in a clone",
		});
	}
	const meaning = explainSystemError(thrown);
	if (meaning !== undefined) {
		const { code, reason, next } = meaning;
		return new ToolError(code, `${message}: ${reason}`, { next, cause: thrown });
	}
	return new ToolError("internal", `Unexpected: ${message}`, {
		cause: thrown,
		next: "run it again with DEBUG=1 and report what it prints",
	});
}
