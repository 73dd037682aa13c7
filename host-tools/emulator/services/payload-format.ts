import { decode, encode } from "cborg";
import { isJsonObject, type JsonObject, type JsonValue } from "../json-value.js";

/** The last segment of a request topic; it is the format of the request and of its answer. */
export type PayloadFormat = "json" | "cbor";

/** Bytes of a request body; also MQTT's limit of a payload (docs/aws-behaviour.md, "Topics and subscriptions"). */
export const longestRequest = 128 * 1024;

/** The object a request body holds. Throws an Error that says what is wrong with it and quotes nothing: it may hold a token. */
export function decodeBody(format: PayloadFormat, body: Uint8Array): JsonObject {
	if (body.length > longestRequest) throw new Error(`${body.length} bytes, the limit is ${longestRequest}`);
	const value = format === "json" ? decodeJson(body) : decodeCbor(body);
	if (!isJsonObject(value)) throw new Error(`not ${format === "json" ? "a JSON object" : "a CBOR map with text keys"}`);
	return value;
}

export function encodeBody(format: PayloadFormat, body: JsonObject): Uint8Array {
	return format === "json" ? Buffer.from(JSON.stringify(body)) : encode(body);
}

function decodeJson(body: Uint8Array): JsonValue {
	return wellFormed("JSON", () => JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)) as JsonValue);
}

/** Devices' encoders need not be canonical, so nothing is asked beyond well-formed CBOR without duplicate keys. */
function decodeCbor(body: Uint8Array): JsonValue | undefined {
	return fromCbor(
		wellFormed("CBOR", () => decode(body, { useMaps: true, rejectDuplicateMapKeys: true, strict: false })),
	);
}

function wellFormed<T>(what: string, parse: () => T): T {
	try {
		return parse();
	} catch {
		throw new Error(`not well-formed ${what}`);
	}
}

/** Maps become plain objects; what JSON has no word for is refused. */
function fromCbor(value: unknown): JsonValue {
	if (value instanceof Map) {
		const entries = [...value].map(([key, inner]): [string, JsonValue] => {
			if (typeof key !== "string") throw new Error("a CBOR map key is not text");
			return [key, fromCbor(inner)];
		});
		return Object.fromEntries(entries);
	}
	if (Array.isArray(value)) return value.map(fromCbor);
	if (value === null || ["string", "number", "boolean"].includes(typeof value)) return value as JsonValue;
	throw new Error("a CBOR value is of a type that JSON does not have");
}
