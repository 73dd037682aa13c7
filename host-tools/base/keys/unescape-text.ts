/**
 * `text` as it was before something wrote it as a string of its own: C and its macros, JSON (also in JSON), YAML, Java, a shell. Only good
 * for texts that hold no backslashes themselves, as PEM does.
 */
export function unescapeText(text: string): string {
	return (
		text
			// A line goes on in the next one; where YAML broke it before a blank, that is escaped.
			.replace(/\\{1,8}[ \t]{0,80}(?:\r\n|\r|\n)[ \t]*(?:\\(?= ))?/g, "")
			.replace(/\\{1,8}u([0-9a-fA-F]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
			.replace(/\\{1,8}r/g, "\r")
			.replace(/\\{1,8}n/g, "\n")
			.replace(/\\{1,8}t/g, "\t")
			// The plus sign between two strings, which base64 has as well.
			.replace(/(["'`])[ \t\r\n]*\+[ \t\r\n]*(?=["'`])/g, "$1")
			.replace(/\\/g, "")
	);
}
