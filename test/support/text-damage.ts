/** What happens to a PEM text on the way through shells, editors, programs, JSON, YAML, spreadsheets, chats and Windows. */
export const textDamages: Readonly<Record<string, (text: string) => string>> = Object.freeze({
	none: (text) => text,
	crlf: (text) => text.replaceAll("\n", "\r\n"),
	cr: (text) => text.replaceAll("\n", "\r"),
	"blank lines": (text) => text.replaceAll("\n", "\n\n"),
	lost: (text) => text.replaceAll("\n", ""),
	spaces: (text) => text.replaceAll("\n", " "),
	"spelt out": (text) => text.replaceAll("\n", "\\n"),
	"spelt out with CR": (text) => text.replaceAll("\n", "\\r\\n"),
	"spelt out twice": (text) => text.replaceAll("\n", "\\\\n"),
	"JSON string": (text) => JSON.stringify(text),
	"JSON string with escaped slashes": (text) => JSON.stringify(text).replaceAll("/", "\\/"),
	"JSON string of .NET": (text) => JSON.stringify(text).replaceAll("+", "\\u002B"),
	"JSON in JSON": (text) => JSON.stringify(JSON.stringify(text)),
	"JSON list of lines": (text) => JSON.stringify(lines(text), undefined, "  "),
	indented: (text) => text.replaceAll("\n", "\n    "),
	"indented by tabs": (text) => `\t${text.replaceAll("\n", "\n\t")}`,
	quoted: (text) => text.replaceAll("\n", "\n> "),
	"trailing spaces": (text) => text.replaceAll("\n", "  \n"),
	"text around": (text) => `subject=CN = x\n${text}\nthe end`,
	"prompts around": (text) => `user@host:~$ cat device.pem\n${text}user@host:~$ `,
	"C macro": (text) => `#define PEM "${lines(text).join("\\n\\\n")}"\n`,
	"C strings side by side": (text) =>
		`const char pem[] =\n${lines(text)
			.map((line) => `"${line}\\n" \\`)
			.join("\n")}\n;`,
	"C strings, CRLF": (text) =>
		lines(text)
			.map((line) => `  "${line}\\r\\n"`)
			.join("\r\n"),
	"strings of Java": (text) =>
		lines(text)
			.map((line) => `"${line}\\n"`)
			.join(" +\n  "),
	"strings of JavaScript": (text) =>
		lines(text)
			.map((line) => `'${line}\\n'`)
			.join("+"),
	"YAML string": (text) => `pem: ${yamlString(text, 80)}\n`,
	"YAML string, narrow": (text) => `pem: ${yamlString(text, 11)}\n`,
	"YAML string in single quotes": (text) => `pem: '${text.replaceAll("\n", "\n\n  ").replaceAll("N ", "N\n  ")}'\n`,
	"YAML block": (text) => `pem: |\n  ${text.replaceAll("\n", "\n  ")}`,
	"dashes of a word processor": (text) => text.replaceAll("-----", "—–-"),
	"a dash lost": (text) => text.replaceAll("-----BEGIN", "----BEGIN"),
	"characters without width": (text) => text.replaceAll("\n", "\u200b\n"),
});

/** What happens to the bytes of a text, one after `textDamages`. */
export const byteDamages: Readonly<Record<string, (text: string) => Uint8Array>> = Object.freeze({
	"UTF-8": (text) => Buffer.from(text),
	"UTF-8 with a byte order mark": (text) => Buffer.from(`\ufeff${text}`),
	"UTF-16LE": (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
	"UTF-16BE": (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
	"UTF-16LE without a mark": (text) => Buffer.from(text, "utf16le"),
	"UTF-16BE without a mark": (text) => Buffer.from(text, "utf16le").swap16(),
});

function lines(text: string): string[] {
	return text.trim().split("\n");
}

/** As writers of YAML fold a long string in double quotes: a backslash where the line ends, another before a blank that begins one. */
function yamlString(text: string, width: number): string {
	const escaped = text.replaceAll("\n", "\\n");
	const pieces: string[] = [];
	for (let at = 0; at < escaped.length; ) {
		let end = Math.min(at + width, escaped.length);
		// Never between a backslash and what it escapes.
		if (escaped[end - 1] === "\\") end += 1;
		const piece = escaped.slice(at, end);
		pieces.push(at > 0 && piece.startsWith(" ") ? `\\${piece}` : piece);
		at = end;
	}
	return `"${pieces.join("\\\n  ")}"`;
}
