#!/usr/bin/env node
import type { WriteStream } from "node:tty";
import type { CommandContext, Output } from "../commands/context.js";
import { exitCodes } from "../commands/exit-codes.js";
import { runProgram } from "../commands/program.js";

/** npm passes a Ctrl-C on to a script that got it from the terminal already: only a later one means "at once". */
const secondSignalAfterMs = 1000;
/** What may keep the process alive once its command has ended: keep-alive sockets. */
const lingerMs = 1000;

const stop = new AbortController();

function output(stream: WriteStream): Output {
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
			return stream.columns;
		},
		get rows() {
			return stream.rows;
		},
	};
}

function stopOnSignals(): void {
	let firstAt: number | undefined;
	for (const signal of ["SIGINT", "SIGTERM"] as const) {
		process.on(signal, () => {
			firstAt ??= performance.now();
			if (performance.now() - firstAt > secondSignalAfterMs) process.exit(exitCodes.interrupted);
			stop.abort();
		});
	}
}

const context: CommandContext = {
	stdout: output(process.stdout),
	stderr: output(process.stderr),
	env: process.env,
	signal: stop.signal,
};
stopOnSignals();
// The SDK's advice to take a newer Node is for whoever keeps the lock file, not for whoever types a command.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
process.exitCode = await runProgram(process.argv.slice(2), context);
setTimeout(() => process.exit(), lingerMs).unref();
