import { interruptible, throwIfInterrupted, untilAborted } from "../interruption.js";
import type { TaskContext } from "../task-context.js";
import { ToolError } from "../tool-error.js";
import type { Check, CheckedEvent, Finding } from "./check.js";
import { errorFinding } from "./error-finding.js";

/**
 * Runs all checks side by side, those that need others after these, and reports each in the order of the list: whoever reads the same
 * list twice finds the same line in the same place. One that fails, hangs or throws stops no other. Rejects with `interrupted` only.
 */
export async function runChecks(
	checks: readonly Check[],
	{ emit, signal }: TaskContext<CheckedEvent>,
): Promise<readonly CheckedEvent[]> {
	const running = checks.map((check) => runCheck(check, signal));
	const done: CheckedEvent[] = [];
	for (const one of running) {
		const checked = await interruptible(() => one, signal);
		emit(checked);
		done.push(checked);
	}
	return done;
}

/** Never rejects. */
async function runCheck(check: Check, signal: AbortSignal): Promise<CheckedEvent> {
	await Promise.all((check.needs ?? []).map(({ settled }) => settled));
	const startedAt = performance.now();
	const finding = await withinDeadline(check, signal).catch(errorFinding);
	for (const found of check.gives ?? []) found.close();
	const milliseconds = Math.round(performance.now() - startedAt);
	const { status, message, facts } = finding;
	const bad = finding.status === "ok" ? {} : { code: finding.code, next: finding.next };
	return { event: "check", check: check.check, area: check.area, status, message, ...bad, milliseconds, facts };
}

async function withinDeadline({ check, deadlineMs, run }: Check, signal: AbortSignal): Promise<Finding> {
	throwIfInterrupted(signal);
	const over = new AbortController();
	const timer = setTimeout(() => over.abort(), deadlineMs);
	const until = AbortSignal.any([signal, over.signal]);
	const late = untilAborted(until).then(() => {
		throwIfInterrupted(signal);
		throw new ToolError("timeout", `The check ${check} did not come to an end within ${deadlineMs / 1000} s`, {
			next: "run it again; if it stays, see what does not answer: network, proxy, or a program that gives credentials",
		});
	});
	try {
		return await Promise.race([run(until), late]);
	} finally {
		clearTimeout(timer);
		// What still waits for something is told that nobody waits for it.
		over.abort();
	}
}
