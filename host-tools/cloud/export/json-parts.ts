import type { Json } from "../model/concrete.js";
import { JsonText, type Part, Text, type Value } from "../model/resource.js";

/** What stands around the number of a text while the document is written. AWS takes no document with such a character. */
const mark = "\u0000";
const written = JSON.stringify(mark).slice(1, -1);

/** `document` as JSON in parts: text, and the references in it. `indent` as JSON.stringify takes it. */
export function jsonParts(document: Value, indent?: string): readonly Part[] {
	const texts: Text[] = [];
	const marked = (value: Value): Json => {
		if (value instanceof Text) return `${mark}${texts.push(value) - 1}${mark}`;
		if (value instanceof JsonText) throw new Error("JSON text within JSON text is not written");
		if (typeof value === "string" && value.includes(mark)) throw new Error("A document has no NUL");
		if (Array.isArray(value)) return value.map((item) => marked(item));
		if (typeof value !== "object") return value;
		return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, marked(item)]));
	};
	const pieces = JSON.stringify(marked(document), undefined, indent).split(written);
	return pieces.flatMap((piece, at) => (at % 2 === 0 ? [piece] : (texts[Number(piece)]?.parts ?? []).map(escaped)));
}

/** References need no escaping: names and ARNs have no quotes. */
function escaped(part: Part): Part {
	return typeof part === "string" ? JSON.stringify(part).slice(1, -1) : part;
}
