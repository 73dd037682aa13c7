import { isJsonObject, type JsonObject, type JsonValue } from "../../json-value.js";
import { ShadowError } from "./shadow-error.js";

/** Bytes of a request, whitespace included: MQTT's limit of a payload. */
const longestRequest = 128 * 1024;
/** Bytes of UTF-8. */
const longestClientToken = 64;
/** Levels of objects and arrays in a section, itself included (docs/aws-behaviour.md, "Shadows"). */
export const deepestSection = 8;

/** What a section is to become: its members are merged, null removes it. */
export type SectionPatch = JsonObject | null;

/** The body of an update, checked. */
export interface ShadowUpdate {
	/** As it was sent, to be echoed; null removes both sections. */
	readonly state: { readonly desired?: SectionPatch; readonly reported?: SectionPatch } | null;
	/** The version that the shadow must have; any without it. */
	readonly version: number | undefined;
}

/** The JSON of a request, whatever it is. Throws ShadowError 400, 413 or 415. */
export function parseRequest(payload: Uint8Array): unknown {
	if (payload.length > longestRequest) throw tooLarge();
	let text: string;
	try {
		text = new TextDecoder("utf-8", { fatal: true }).decode(payload);
	} catch {
		// The typo is AWS's.
		throw new ShadowError(415, "Unsupported documented encoding; supported encoding is UTF-8");
	}
	try {
		return JSON.parse(text);
	} catch {
		throw invalid("Invalid JSON");
	}
}

/** Throws ShadowError 400 when there is one that is none. */
export function clientTokenOf(request: unknown): string | undefined {
	const token = memberOf(request, "clientToken");
	if (token === undefined) return undefined;
	if (typeof token === "string" && Buffer.byteLength(token) <= longestClientToken) return token;
	throw invalid("Invalid clientToken");
}

/** What a parsed body asks for. Members besides those of an update are ignored. Throws ShadowError 400. */
export function updateIn(request: unknown): ShadowUpdate {
	if (!isJsonObject(request) || !Object.hasOwn(request, "state")) throw invalid("Missing required node: state");
	const { state } = request;
	checkState(state);
	const version = memberOf(request, "version");
	if (version !== undefined && !(Number.isSafeInteger(version) && (version as number) >= 0)) {
		throw invalid("Invalid version");
	}
	return { state: state as ShadowUpdate["state"], version: version as number | undefined };
}

export function tooLarge(): ShadowError {
	return new ShadowError(413, "The payload exceeds the maximum size allowed");
}

function checkState(state: unknown): void {
	if (state === null) return;
	if (!isJsonObject(state)) throw invalid("State node must be an object");
	for (const [name, section] of Object.entries(state)) {
		if (name !== "desired" && name !== "reported")
			throw invalid(`State contains an invalid node: '${name.slice(0, 128)}'`);
		if (section === null) continue;
		if (!isJsonObject(section)) {
			throw invalid(`${name === "desired" ? "Desired" : "Reported"} node must be an object`);
		}
		checkNode(section, name, 1);
	}
}

/** An array is a value: what is in it cannot be removed, so it holds no null. */
function checkNode(node: JsonValue, name: string, depth: number, inArray = false): void {
	if (node === null && inArray) throw invalid(`State contains an invalid node: '${name.slice(0, 128)}'`);
	if (typeof node !== "object" || node === null) return;
	const isArray = Array.isArray(node);
	const entries = Object.entries(node);
	if (depth > deepestSection && entries.length > 0) {
		throw invalid(`JSON contains too many levels of nesting; maximum is ${deepestSection}`);
	}
	for (const [key, value] of entries) checkNode(value, isArray ? name : key, depth + 1, inArray || isArray);
}

/** Undefined also for null, and for what is no object. */
function memberOf(request: unknown, name: string): unknown {
	return isJsonObject(request) && Object.hasOwn(request, name) ? (request[name] ?? undefined) : undefined;
}

function invalid(message: string): ShadowError {
	return new ShadowError(400, message);
}
