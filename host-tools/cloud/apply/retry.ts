import { pause } from "../../base/interruption.js";

export interface RetryClock {
	/** ms of a clock that never goes back. */
	now(): number;
	/** Rejects with ToolError `interrupted` as soon as `signal` aborts. */
	sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: RetryClock = Object.freeze({ now: () => performance.now(), sleep: pause });

export interface RetryOptions {
	readonly signal: AbortSignal;
	/** From the first call on, in ms: IAM's changes reach all services within about a minute. */
	readonly deadlineMs?: number;
	readonly clock?: RetryClock;
	/** From 0 to 1. */
	readonly random?: () => number;
}

/** ms */
const firstDelay = 500;
/** ms */
const longestDelay = 10_000;

/**
 * What `call` gives, which is called again while AWS says that another moment would do: it is asked too often, a role or principal that was made
 * just now is not known everywhere, or something else is being made or deleted. Rejects with what `call` threw last.
 */
export async function withRetries<T>(
	call: () => Promise<T>,
	{ signal, deadlineMs = 120_000, clock = systemClock, random = Math.random }: RetryOptions,
): Promise<T> {
	const end = clock.now() + deadlineMs;
	for (let longest = firstDelay; ; longest = Math.min(longest * 2, longestDelay)) {
		try {
			return await call();
		} catch (error) {
			// At least half of it, so that nobody asks again at once.
			const delay = longest * (0.5 + random() / 2);
			if (!isPassing(error) || clock.now() + delay > end) throw error;
			await clock.sleep(delay, signal);
		}
	}
}

/** Names without `Exception` at their end. */
const passing: ReadonlySet<string> = new Set([
	"Throttling",
	"ThrottledException",
	"Throttled",
	"TooManyRequests",
	"RequestThrottled",
	"RequestLimitExceeded",
	"BandwidthLimitExceeded",
	"ProvisionedThroughputExceeded",
	"PriorRequestNotComplete",
	"SlowDown",
	"ConcurrentModification",
	"ConcurrentAccess",
	"EntityTemporarilyUnmodifiable",
	"OperationAborted",
]);

/** Whose messages say whether waiting helps. */
const ambiguous: Readonly<Record<string, (message: string) => boolean>> = Object.freeze({
	LimitExceeded: (message) => /\brates?\b|throttl|too many requests|per second|simultaneous|concurrent/i.test(message),
	...Object.fromEntries(
		["ResourceInUse", "ResourceConflict", "Conflict"].map((name) => [
			name,
			(message) => !/already exist/i.test(message),
		]),
	),
	// A role that is too new to be assumed, or a principal that is too new to be named.
	...Object.fromEntries(
		["InvalidParameterValue", "InvalidParameter", "InvalidRequest", "Validation", "MalformedPolicyDocument"].map(
			(name) => [name, (message) => /\bassumed?\b|invalid principal/i.test(message)],
		),
	),
} satisfies Readonly<Record<string, (message: string) => boolean>>);

function isPassing(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	const name = error.name.replace(/Exception$/, "");
	return passing.has(name) || (Object.hasOwn(ambiguous, name) && ambiguous[name]?.(error.message) === true);
}
