import type { WriteStream } from "node:tty";
import type { CommandContext, Output } from "../command-context.js";
import { exitCodes } from "../commands/exit-codes.js";
import { commandName } from "../render/command-name.js";
import { ask, askSecret } from "./ask.js";

/** npm passes a Ctrl-C on to a script that got it from the terminal already: only a later one means "at once". */
const secondSignalAfterMs = 1000;

/** This process as commands see it; from now on Ctrl-C, SIGTERM and the end of its terminal (SIGHUP) abort its signal. */
export function createProcessContext(): CommandContext {
	const stop = new AbortController();
	stopOnSignals(stop);
	const hasPerson = process.stdin.isTTY && process.stderr.isTTY;
	return {
		stdout: streamOutput(process.stdout, stop),
		stderr: streamOutput(process.stderr, stop),
		command: commandName(process.env, process.argv[1] ?? ""),
		env: process.env,
		ask: hasPerson ? (question) => ask(question, stop.signal) : undefined,
		askSecret: hasPerson ? (question) => askSecret(question, stop.signal) : undefined,
		signal: stop.signal,
	};
}

/** A terminal that says it has 0 by 0, as `script` and some containers make them, does not know: a table of that size would show nothing. */
export function streamOutput(stream: WriteStream, stop: AbortController): Output {
	let gone = false;
	stream.on("error", () => {
		gone = true;
		stop.abort();
	});
	return {
		write: (text) => {
			if (!gone) stream.write(text);
		},
		isTerminal: stream.isTTY === true,
		get columns() {
			return stream.columns || undefined;
		},
		get rows() {
			return stream.rows || undefined;
		},
	};
}

function stopOnSignals(stop: AbortController): void {
	let firstAt: number | undefined;
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
		process.on(signal, () => {
			firstAt ??= performance.now();
			if (performance.now() - firstAt > secondSignalAfterMs) process.exit(exitCodes.interrupted);
			stop.abort();
		});
	}
}
