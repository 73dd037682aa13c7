import type { LogFields } from "../../../firmware/ports/log.js";

/** ANSI escape sequences (ECMA-48): ESP-IDF colours its log with them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken away
const escapeSequence = /\u001b(\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(\u0007|\u001b\\)?|[@-Z\\-_])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken away
const controlCharacter = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g;

/** The fields of a log line, plain: JSON can spell control characters out, which are characters again once it is parsed. */
export function plainFields(fields: LogFields): LogFields {
	const entries = Object.entries(fields).map(([name, value]) => [
		name,
		typeof value === "string" ? plainText(value) : value,
	]);
	return Object.fromEntries(entries) as LogFields;
}

/** `text` without what could command the terminal of whoever reads it: a board may send anything. */
export function plainText(text: string): string {
	return text.replace(escapeSequence, "").replace(controlCharacter, "");
}
