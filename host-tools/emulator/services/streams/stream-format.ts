import { decode, encode } from "cborg";
import { isJsonObject } from "../../json-value.js";
import { StreamRejection } from "./stream-rejection.js";
import type { StreamFormat } from "./stream-topics.js";

/** A request's members by name, whatever they are; none for an empty body. Throws StreamRejection. */
export function decodeRequest(format: StreamFormat, body: Uint8Array): ReadonlyMap<string, unknown> {
	if (body.length === 0) return new Map();
	return format === "json" ? fromJson(body) : fromCbor(body);
}

function fromJson(body: Uint8Array): ReadonlyMap<string, unknown> {
	const problem = new StreamRejection("InvalidJson", "The request is no JSON object");
	let value: unknown;
	try {
		value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
	} catch {
		throw problem;
	}
	if (!isJsonObject(value)) throw problem;
	return new Map(Object.entries(value));
}

/** Devices' encoders need not be canonical. */
function fromCbor(body: Uint8Array): ReadonlyMap<string, unknown> {
	const problem = new StreamRejection("InvalidCbor", "The request is no CBOR map with text keys");
	let value: unknown;
	try {
		value = decode(body, { useMaps: true, rejectDuplicateMapKeys: true, strict: false });
	} catch {
		throw problem;
	}
	if (!(value instanceof Map) || ![...value.keys()].every((key) => typeof key === "string")) throw problem;
	return value as Map<string, unknown>;
}

/** `p`, a block, is bytes in CBOR and base64 in JSON. Members that are undefined are left out. */
export function encodeAnswer(
	format: StreamFormat,
	{ p, ...answer }: Readonly<Record<string, unknown>> & { readonly p?: Uint8Array },
): Buffer {
	const given = Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== undefined));
	if (format === "cbor") return Buffer.from(encode(p === undefined ? given : { ...given, p }));
	return Buffer.from(JSON.stringify(p === undefined ? given : { ...given, p: Buffer.from(p).toString("base64") }));
}
