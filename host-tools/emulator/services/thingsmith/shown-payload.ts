import { isUtf8 } from "node:buffer";

/** Bytes of a payload that is shown. */
const longest = 1024;

/** A short payload as text, or in Base64 where it is none; nothing of a longer one. */
export function shownPayload(payload: Buffer): { readonly text?: string; readonly base64?: string } {
	if (payload.length > longest) return {};
	return isUtf8(payload) ? { text: payload.toString() } : { base64: payload.toString("base64") };
}
