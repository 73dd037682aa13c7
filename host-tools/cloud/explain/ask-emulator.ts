import { ToolError } from "../../base/tool-error.js";
import type { ExplainQuestion, Explanation } from "./explanation.js";

/** For an answer, in ms. */
const askMs = 20_000;
/** For finding out what listens there, in ms. */
const probeMs = 2_000;
/** Characters of an answer: far more than a certificate's policies can say. */
const longestAnswer = 1_000_000;

/** Whether a `thingsmith local` answers there: AWS and other emulators have no such page. */
export async function isThingsmith(endpointUrl: string, signal: AbortSignal): Promise<boolean> {
	try {
		const answer = await get(`${endpointUrl}/_thingsmith/health`, signal, probeMs);
		await answer.body?.cancel();
		return answer.ok;
	} catch {
		return false;
	}
}

/** Asks `/_thingsmith/explain`. Rejects with ToolError `aws-refused` in the emulator's words. */
export async function askEmulator(
	endpointUrl: string,
	{ thingName, certificate, clientId, action, topic }: ExplainQuestion,
	signal: AbortSignal,
): Promise<readonly Explanation[]> {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries({ thing: thingName, certificate, clientId, action, topic })) {
		if (value !== undefined) query.set(name, value);
	}
	const answer = await get(`${endpointUrl}/_thingsmith/explain?${query}`, signal, askMs);
	const json = parse((await answer.text()).slice(0, longestAnswer));
	if (answer.ok && Array.isArray(json.explanations)) return json.explanations as readonly Explanation[];
	const message = String(json.message ?? `HTTP status ${answer.status}`);
	if (/^(action|topic) /.test(message)) throw new ToolError("usage", message);
	throw new ToolError("aws-refused", message, {
		next: "name a thing, certificate or client id that is there; a thing needs a certificate that is attached to it",
	});
}

function get(url: string, signal: AbortSignal, milliseconds: number): Promise<Response> {
	return fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(milliseconds)]), redirect: "error" });
}

function parse(text: string): Record<string, unknown> {
	try {
		return JSON.parse(text) as Record<string, unknown>;
	} catch {
		return {};
	}
}
