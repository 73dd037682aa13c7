import { DeviceError } from "../../ports/errors.js";
import type { TextCodec } from "../../ports/text-codec.js";
import { isNestedTooDeeply } from "../encoding/json-nesting.js";

type Members = Readonly<Record<string, string | number | undefined>>;

/** UTF-8 of a JSON object; members that are undefined are left out. */
export function encodeMembers(members: Members, codec: TextCodec): Uint8Array {
	return codec.encode(JSON.stringify(members));
}

/** The object in a record of that type. Throws `bootstrap-invalid`. */
export function decodeMembers(type: number, bytes: Uint8Array, codec: TextCodec): Readonly<Record<string, unknown>> {
	let value: unknown;
	try {
		value = JSON.parse(decodeText(type, bytes, codec));
	} catch {
		// The parser's own error is dropped on purpose: it may quote the token.
	}
	if (typeof value !== "object" || value === null) throw unreadable(type, "a JSON object");
	return value as Record<string, unknown>;
}

/** The JSON text in a record of that type. Throws `bootstrap-invalid`. */
export function decodeText(type: number, bytes: Uint8Array, codec: TextCodec): string {
	if (isNestedTooDeeply(bytes)) throw unreadable(type, "JSON of few levels");
	try {
		return codec.decode(bytes);
	} catch {
		throw unreadable(type, "UTF-8");
	}
}

function unreadable(type: number, expected: string): DeviceError {
	return new DeviceError("bootstrap-invalid", `Record ${type} is not ${expected}; write a new bootstrap`);
}
