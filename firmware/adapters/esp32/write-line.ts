import { serialWrite } from "./serial-line.js";

/** One line of the log, without its end. In release builds `trace` leads nowhere; in debug builds the line is the debugger's. */
export function writeLine(text: string): void {
	if (!serialWrite(`${text}\n`)) trace(`${text}\n`);
}
