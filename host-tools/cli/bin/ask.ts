import { createInterface, type Interface } from "node:readline/promises";
import { Writable } from "node:stream";
import { ToolError } from "../../base/tool-error.js";
import { visibleText } from "../../base/visible-text.js";

/** Asks on the terminal and shows nothing of the answer. */
export async function askSecret(question: string, signal: AbortSignal): Promise<string> {
	const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
	const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
	// Only now: before the terminal is in raw mode it shows what is typed.
	process.stderr.write(visibleText(question));
	try {
		return await answer(terminal, "", signal);
	} finally {
		process.stderr.write("\n");
	}
}

/** Asks on the terminal. */
export async function ask(question: string, signal: AbortSignal): Promise<string> {
	return answer(createInterface({ input: process.stdin, output: process.stderr }), visibleText(question), signal);
}

/** Closes the terminal afterwards. Rejects with ToolError `interrupted`. */
async function answer(terminal: Interface, question: string, signal: AbortSignal): Promise<string> {
	// In raw mode Ctrl-C is a character of the terminal's, not a signal.
	const interrupted = new AbortController();
	terminal.on("SIGINT", () => interrupted.abort());
	// Ctrl-D, or a terminal that is gone: the question would never be answered.
	terminal.on("close", () => interrupted.abort());
	try {
		return await terminal.question(question, { signal: AbortSignal.any([signal, interrupted.signal]) });
	} catch (error) {
		throw new ToolError("interrupted", "Interrupted before the question was answered", { cause: error });
	} finally {
		terminal.close();
	}
}
