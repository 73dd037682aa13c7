import { visibleText } from "./visible-text.js";

/** A record of CSV (RFC 4180) with its line end; undefined is an empty field. */
export function csvLine(values: readonly (string | number | boolean | undefined)[]): string {
	return `${values.map(field).join(",")}\r\n`;
}

/** Quoted where it has to be. One line: a text with line breaks would not be one record a line any more. */
function field(value: string | number | boolean | undefined): string {
	const text = visibleText(String(value ?? "").replace(/[\r\n]+/g, " "));
	const inert = typeof value === "string" ? withoutFormula(text) : text;
	return /[",]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** A spreadsheet takes a text that begins like that for a formula, and runs it (OWASP, "CSV Injection"); a name may begin with a hyphen. */
function withoutFormula(text: string): string {
	return /^[=+@]|^-(?![\w:-]*$)/.test(text) ? `'${text}` : text;
}
