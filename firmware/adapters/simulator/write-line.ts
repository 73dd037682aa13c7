/** One line of the log, without its end: on the debugger's connection. */
export function writeLine(text: string): void {
	trace(`${text}\n`);
}
