import type { HookSettings } from "../../../behaviour.js";
import { isJsonObject, type JsonValue } from "../../../json-value.js";
import type { Metrics } from "../../metrics.js";
import { httpTarget } from "../destinations/http-target.js";
import { type PostAnswer, type PostRequest, post } from "../destinations/post.js";
import { type Performer, text } from "./action-call.js";

/** AWS: times an HTTP action is tried in all, and ms for all of them. */
const mostTries = 3;
const deadlineMs = 3000;
/** AWS's own and those of the connection. */
const reservedHeader =
	/^(x-amz-.*|x-amzn-.*|content-length|connection|host|transfer-encoding|upgrade|keep-alive|te|trailer)$/i;

export interface HttpParts {
	readonly hooks: HookSettings;
	/** Why nothing may be sent there; undefined when it may. */
	readonly problemOf: (url: string) => string | undefined;
	readonly metrics: Metrics;
	readonly signal: AbortSignal;
}

/** POSTs to a destination that is confirmed. Batches are sent message by message, signatures (`auth`) are left out. */
export function sendHttp({ hooks, problemOf, metrics, signal }: HttpParts): Performer {
	return async ({ parameters, output }) => {
		const asked = text(parameters, "url");
		const problem = URL.canParse(asked) ? problemOf(asked) : "it is no URL";
		if (problem !== undefined) throw new Error(`nothing is sent to ${asked}: ${problem}`);
		const url = httpTarget(asked, hooks.targets);
		if (typeof url === "string") throw new Error(`nothing is sent to ${asked}: ${url}`);
		const headers = { "content-type": contentTypeOf(output), ...readHeaders(parameters.headers) };
		const { status } = await tryOften({ url, headers, body: output, deadlineMs, signal });
		countStatus(metrics, status);
		if (status < 200 || status > 299)
			throw new Error(`HttpAction failed to make a request to ${asked}: HTTP status ${status}`);
	};
}

/** Again after 429 and 5xx, in what is left of the time. */
async function tryOften(request: PostRequest): Promise<PostAnswer> {
	const end = performance.now() + request.deadlineMs;
	let answer = await post(request);
	for (let tries = 1; tries < mostTries && isWorthAnotherTry(answer); tries++) {
		const left = Math.floor(end - performance.now());
		if (left <= 0) break;
		answer = await post({ ...request, deadlineMs: left });
	}
	return answer;
}

function isWorthAnotherTry({ status, isTooLong }: PostAnswer): boolean {
	return !isTooLong && (status === 429 || (status >= 500 && status <= 599));
}

function countStatus(metrics: Metrics, status: number): void {
	const family = Math.floor(status / 100);
	if (family === 2) return;
	metrics.count(family === 4 || family === 5 ? `HttpCode_${family}XX` : "HttpCode_Other");
}

function contentTypeOf(output: Buffer): string {
	try {
		JSON.parse(output.toString());
		return "application/json";
	} catch {
		return "application/octet-stream";
	}
}

/** Names in lower case. */
function readHeaders(headers: JsonValue | undefined): Readonly<Record<string, string>> {
	if (!Array.isArray(headers)) return {};
	const entries = headers.flatMap((header): [string, string][] => {
		if (!isJsonObject(header) || typeof header.key !== "string" || typeof header.value !== "string") return [];
		if (!/^[\w!#$%&'*+.^`|~-]{1,256}$/.test(header.key) || reservedHeader.test(header.key)) return [];
		return [[header.key.toLowerCase(), header.value.replace(/[^\t\x20-\x7e\x80-\xff]/g, "?")]];
	});
	return Object.fromEntries(entries);
}
