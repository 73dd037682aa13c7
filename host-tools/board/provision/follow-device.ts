import type { LogFields } from "../../../firmware/ports/log.js";
import type { TaskContext } from "../../base/task-context.js";
import { ToolError, type ToolErrorCode } from "../../base/tool-error.js";
import type { BoardLines } from "../bootstrap-link/board-lines.js";
import { type DeviceEvent, logEvents } from "../monitor/device-events.js";

export interface FollowOptions {
	readonly device: string;
	/** An event of the log: what comes before it does not count. */
	readonly after?: string;
	/** Without a line of the device's log for so long, ms, it is given up. */
	readonly silenceMs: number;
	/** However much it says, ms. */
	readonly deadlineMs: number;
}

export interface OnlineDevice {
	readonly thingName: string;
	/** Undefined for a device that was provisioned before: it says its name only. */
	readonly certificateId: string | undefined;
}

/**
 * Follows a device's log from now on until it is online as itself. Rejects with the device's own code when it says it failed, with
 * `board-silent`, `timeout`, `port-lost`, `interrupted`.
 */
export function followDevice(
	board: BoardLines,
	{ device, silenceMs, deadlineMs, after }: FollowOptions,
	{ emit, signal }: TaskContext<DeviceEvent>,
): Promise<OnlineDevice> {
	const over = new AbortController();
	return new Promise<OnlineDevice>((resolve, reject) => {
		const progress = new Progress();
		let silence: NodeJS.Timeout | undefined;
		let begun = after === undefined;
		const heard = () => {
			clearTimeout(silence);
			silence = setTimeout(() => reject(silent(device, silenceMs, progress)), silenceMs);
		};
		const deadline = setTimeout(() => reject(late(device, deadlineMs, progress)), deadlineMs);
		const unsubscribe = board.listen({
			onEvent(event, fields) {
				heard();
				if (event === after) begun = true;
				if (!begun) return;
				for (const happened of logEvents(device, event, fields)) if (happened.event !== "gave-up") emit(happened);
				if (event === "failed") reject(deviceFailure(device, fields));
				const online = progress.take(event, fields);
				if (online !== undefined) resolve(online);
			},
			onClosed: reject,
		});
		const interrupt = () => reject(new ToolError("interrupted", "Interrupted before the device was online"));
		signal.addEventListener("abort", interrupt, { once: true, signal: over.signal });
		over.signal.addEventListener("abort", () => {
			unsubscribe();
			clearTimeout(silence);
			clearTimeout(deadline);
		});
		heard();
		if (signal.aborted) interrupt();
	}).finally(() => over.abort());
}

/** Calls `use` with what `followDevice` gives, which follows from before `use` begins until it has ended. */
export async function whileFollowing<T>(
	board: BoardLines,
	options: FollowOptions,
	context: TaskContext<DeviceEvent>,
	use: (online: Promise<OnlineDevice>) => Promise<T>,
): Promise<T> {
	const over = new AbortController();
	const signal = AbortSignal.any([context.signal, over.signal]);
	const online = followDevice(board, options, { ...context, signal });
	// Whoever fails before it waits for it does not want to know.
	online.catch(() => {});
	try {
		return await use(online);
	} finally {
		over.abort();
	}
}

/** For people. */
export function describeOnline({ thingName }: OnlineDevice): string {
	return `as ${thingName}`;
}

/** What the device has said of itself so far. */
class Progress {
	#thingName: string | undefined;
	#certificateId: string | undefined;
	/** For an error's message. */
	state = "unknown";
	retry: string | undefined;

	take(event: string, fields: LogFields): OnlineDevice | undefined {
		if (event === "thing.registered" || event === "identity.connected") this.#thingName = String(fields.thingName);
		if (event === "identity.staged" || event === "provisioned") this.#certificateId = String(fields.certificateId);
		if (event === "retry") this.retry = `${String(fields.message)} (${String(fields.code)})`;
		if (event === "state") this.state = String(fields.to);
		const online = event === "state" && fields.to === "online" && this.#thingName !== undefined;
		return online ? { thingName: this.#thingName as string, certificateId: this.#certificateId } : undefined;
	}
}

function silent(device: string, silenceMs: number, progress: Progress): ToolError {
	const last = progress.retry === undefined ? "" : `; its last word: ${progress.retry}`;
	const message = `The device said nothing for ${silenceMs / 1000} s in state ${progress.state}${last}`;
	return new ToolError("board-silent", message, { device, next: "look with `thingsmith device monitor --reset`" });
}

function late(device: string, deadlineMs: number, progress: Progress): ToolError {
	const last = progress.retry === undefined ? "" : `: ${progress.retry}`;
	const message = `The device is not online after ${deadlineMs / 1000} s, it is ${progress.state}${last}`;
	const next = "mend what it complains of; it goes on by itself, and the same command can be run again";
	return new ToolError("timeout", message, { device, next });
}

const nextSteps: Readonly<Record<string, string>> = Object.freeze({
	"provisioning-rejected":
		"check the template's parameters and the policy; an emulator says why at /_thingsmith/journal",
	"bootstrap-invalid": "correct what it names, and run the same command again",
});

function deviceFailure(device: string, fields: LogFields): ToolError {
	const code = String(fields.code ?? "internal") as ToolErrorCode;
	return new ToolError(code, `The device gave up: ${String(fields.message ?? "")}`, {
		device,
		next: nextSteps[code] ?? "run the same command again; docs/log-schema.md explains the code",
	});
}
