import { pathToFileURL } from "node:url";
import type { HookSettings } from "../behaviour.js";
import { type FunctionTarget, findFunction } from "./function-target.js";

/** Bytes of an answer. */
const longestAnswer = 64 * 1024;
/** AWS gives a pre-provisioning hook five seconds, hard (docs/aws-behaviour.md, "Pre-provisioning hooks"); here, every function. */
const defaultDeadlineMs = 5000;

/**
 * What a Lambda function answers to `event`, a JSON value: the function itself is a URL that gets it by POST, or a module's
 * `handler`. Throws FunctionProblem when the emulator was not told to call it, and an Error that says how it failed: late, over
 * 64 KiB, another status than 2xx, no JSON, or what it threw itself.
 */
export async function callFunction(
	target: string,
	event: unknown,
	{ deadlineMs = defaultDeadlineMs, ...allowed }: HookSettings = {},
): Promise<unknown> {
	const found = await findFunction(target, allowed);
	return withDeadline(deadlineMs, (signal) => call(found, event, signal));
}

async function call(target: FunctionTarget, event: unknown, signal: AbortSignal): Promise<unknown> {
	if (target.kind === "module") return callModule(target.path, event);
	const response = await fetch(target.url, {
		method: "POST",
		headers: { "content-type": "application/json", connection: "close" },
		body: JSON.stringify(event),
		redirect: "error",
		signal,
	});
	const text = await bodyText(response);
	if (!response.ok) throw new Error(`HTTP status ${response.status}`);
	return text === "" ? undefined : JSON.parse(text);
}

/** Calls what Lambda would call, a member `handler` of an ES module or of module.exports; or else the default export. */
async function callModule(path: string, event: unknown): Promise<unknown> {
	const { handler, default: exported } = (await import(pathToFileURL(path).href)) as Record<string, unknown>;
	const candidates = [handler, isObject(exported) ? exported.handler : undefined, exported];
	const called = candidates.find((candidate) => typeof candidate === "function");
	if (typeof called !== "function") throw new Error("the module exports no function: neither handler nor default");
	// A copy, as from the wire: a handler that keeps or changes it reaches nothing of ours.
	return called(structuredClone(event));
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null;
}

async function bodyText(response: Response): Promise<string> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
		length += chunk.length;
		if (length > longestAnswer) throw new Error(`its answer is longer than ${longestAnswer} bytes`);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString("utf8");
}

/** The deadline holds for modules too, which know no abort signal. */
async function withDeadline<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
	const controller = new AbortController();
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => {
			reject(new Error(`no answer within ${milliseconds} ms`));
			controller.abort();
		}, milliseconds);
	});
	try {
		return await Promise.race([work(controller.signal), late]);
	} finally {
		clearTimeout(timer);
	}
}
