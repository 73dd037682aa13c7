import type { JsonValue } from "../../../json-value.js";
import type { MessageContext } from "./message-context.js";

/** What a payload is; `json` is undefined when it is none. */
export interface Payload {
	readonly bytes: Buffer;
	readonly json: JsonValue | undefined;
	/** It has bytes, and they are no JSON. */
	readonly isRaw: boolean;
}

const decoder = new TextDecoder("utf-8", { fatal: true });

export function readPayload({ payload: bytes }: Pick<MessageContext, "payload">): Payload {
	try {
		return { bytes, json: JSON.parse(decoder.decode(bytes)) as JsonValue, isRaw: false };
	} catch {
		return { bytes, json: undefined, isRaw: bytes.length > 0 };
	}
}
