import { createHash } from "node:crypto";
import type { JsonValue } from "../../../../json-value.js";
import type { Expression } from "../ast.js";
import { type SqlValue, toText } from "../values.js";
import { md2 } from "./md2.js";
import { type FunctionContext, literalText, type SqlFunction, type SqlFunctions } from "./sql-function.js";

/** Of a text, in hex. */
function hash(compute: (text: string) => string): SqlFunction {
	return {
		call([value], { budget }) {
			const text = toText(value, budget);
			if (text === undefined) return undefined;
			// Hashing a character costs as much as looking at some.
			budget.spendText(16 * text.length);
			return compute(text);
		},
	};
}

function opensslHash(name: string): SqlFunction {
	return hash((text) => createHash(name).update(text).digest("hex"));
}

export const codeFunctions: SqlFunctions = {
	decode: {
		since2016: true,
		problem: schemeProblem,
		call: ([value, scheme], context) => decoded(value, scheme, context),
	},
	encode: {
		since2016: true,
		problem: schemeProblem,
		call: ([value, scheme], context) => encoded(value, scheme, context),
	},
	md2: hash(md2),
	md5: opensslHash("md5"),
	sha1: opensslHash("sha1"),
	sha224: opensslHash("sha224"),
	sha256: opensslHash("sha256"),
	sha384: opensslHash("sha384"),
	sha512: opensslHash("sha512"),
};

function schemeProblem([, scheme]: readonly Expression[]): string | undefined {
	const name = literalText(scheme);
	return name === undefined || name === "base64"
		? undefined
		: `The scheme must be 'base64': this emulator has no '${name}'`;
}

/** JSON when it is, else text; null for what is no base64. */
function decoded(value: SqlValue, scheme: SqlValue, { budget }: FunctionContext): SqlValue {
	if (scheme !== "base64" || typeof value !== "string") return undefined;
	budget.spendText(4 * value.length);
	const packed = value.replace(/\s+/g, "");
	if (!/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) return null;
	const text = Buffer.from(packed, "base64").toString();
	try {
		return JSON.parse(text) as JsonValue;
	} catch {
		return text;
	}
}

function encoded(value: SqlValue, scheme: SqlValue, { budget }: FunctionContext): SqlValue {
	const text = scheme === "base64" ? toText(value, budget) : undefined;
	return text === undefined ? undefined : encodeBytes(Buffer.from(text), budget);
}

/** For `encode(*, 'base64')`: the message as it came. */
export function encodeBytes(bytes: Buffer, budget: FunctionContext["budget"]): string {
	budget.spendText(2 * bytes.length);
	return bytes.toString("base64");
}
