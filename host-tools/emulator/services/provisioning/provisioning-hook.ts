import { pathToFileURL } from "node:url";
import type { HookSettings } from "../../behaviour.js";
import { isJsonObject } from "../../json-value.js";
import { findHookTarget, type HookTarget } from "./hook-target.js";
import { ProvisioningRejection } from "./rejection.js";
import type { PreProvisioningHook } from "./templates.js";

/** AWS gives a hook five seconds, hard (docs/aws-behaviour.md, "Pre-provisioning hooks"). */
const hookDeadlineMs = 5000;
/** Bytes of a hook's answer. */
const longestAnswer = 64 * 1024;

/** What a hook is told. */
export interface HookEvent {
	readonly claimCertificateId: string;
	/** The new certificate. */
	readonly certificateId: string;
	readonly certificatePem: string;
	readonly templateArn: string;
	readonly clientId: string;
	readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Asks the hook; returns its parameterOverrides. Throws ProvisioningRejection AccessDenied (403) for whatever is not
 * `allowProvisioning: true`: a hook that fails, is late, or answers something else denies.
 */
export async function askHook(
	hook: PreProvisioningHook,
	event: HookEvent,
	{ deadlineMs = hookDeadlineMs, ...allowed }: HookSettings = {},
): Promise<Readonly<Record<string, string>>> {
	const target = await findHookTarget(hook.targetArn, allowed);
	let answer: unknown;
	try {
		answer = await withDeadline(deadlineMs, (signal) => call(target, event, signal));
	} catch (error) {
		throw denied(`The pre-provisioning hook failed: ${words(error)}`, "hook-failed");
	}
	if (!isJsonObject(answer) || answer.allowProvisioning !== true) {
		throw denied("The pre-provisioning hook did not answer allowProvisioning: true", "hook-denied");
	}
	const { parameterOverrides: overrides = {} } = answer;
	if (!isStringMap(overrides)) {
		throw denied("The pre-provisioning hook's parameterOverrides is not a map of strings", "hook-failed");
	}
	return overrides;
}

export function isStringMap(value: unknown): value is Readonly<Record<string, string>> {
	return isJsonObject(value) && Object.values(value).every((entry) => typeof entry === "string");
}

async function call(target: HookTarget, event: HookEvent, signal: AbortSignal): Promise<unknown> {
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
	return JSON.parse(text);
}

/** Calls what Lambda would call, a member `handler` of an ES module or of module.exports; or else the default export. */
async function callModule(path: string, event: HookEvent): Promise<unknown> {
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

function denied(message: string, journalCode: string): ProvisioningRejection {
	return new ProvisioningRejection(403, "AccessDenied", message, journalCode);
}

function words(error: unknown): string {
	if (!(error instanceof Error)) return "it threw something that is no Error";
	return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
