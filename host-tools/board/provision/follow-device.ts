import type { LogFields } from "../../../firmware/ports/log.js";
import type { NoteEvent } from "../../base/shared-events.js";
import type { TaskContext } from "../../base/task-context.js";
import { ToolError } from "../../base/tool-error.js";
import type { BoardLines } from "../bootstrap-link/board-lines.js";
import { countResets, tooManyResets } from "../diagnosis/resets.js";
import { type DeviceEvent, logEvents } from "../monitor/device-events.js";
import { type Setback, Setbacks, setbackNote, type TopicSettings } from "../monitor/setbacks.js";
import { brokeDown, deviceFailure, late, silent, stuck, withoutReading } from "./follow-failures.js";
import { type OnlineDevice, Progress } from "./progress.js";
import { RefusedTopic } from "./refused-topic.js";

export interface FollowOptions {
	readonly device: string;
	/** An event of the log: what comes before it is shown, and does not count. */
	readonly after?: string;
	/** Without a line of the device's log for so long, ms, it is given up. */
	readonly silenceMs: number;
	/** However much it says, ms. */
	readonly deadlineMs: number;
	/** What the device lives on by; undefined where nobody knows. */
	readonly settings?: TopicSettings | undefined;
	/** Only a reading that AWS acknowledged counts, and it may take so long, ms, once the device is online; undefined: being online is enough. */
	readonly readingMs?: number | undefined;
	/** It is a thing already: only its reading is waited for. */
	readonly known?: OnlineDevice;
}

/**
 * Follows a device's log from now on until it is online as itself. Rejects with the device's own code when it says it failed, or fails
 * alike again and again; with `sensor-unknown`, `sensor-failed` or `timeout` where a reading has to come and does not; with the codes of
 * `diagnoseBoard`, `board-silent`, `timeout`, `port-lost`, `interrupted`.
 */
export async function followDevice(
	board: BoardLines,
	options: FollowOptions,
	context: TaskContext<DeviceEvent | NoteEvent>,
): Promise<OnlineDevice> {
	const following = new Following(board, options, context);
	try {
		return await following.outcome;
	} finally {
		following.end();
	}
}

/** Calls `use` with what `followDevice` gives, which follows from before `use` begins until it has ended. */
export async function whileFollowing<T>(
	board: BoardLines,
	options: FollowOptions,
	context: TaskContext<DeviceEvent | NoteEvent>,
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
export function describeOnline({ thingName, sensor }: OnlineDevice): string {
	return sensor?.answers === false ? `as ${thingName}, without a reading: ${sensor.message}` : `as ${thingName}`;
}

class Following {
	/** Settles once; nothing is heard after `end`. */
	readonly outcome: Promise<OnlineDevice>;
	readonly #board: BoardLines;
	readonly #options: FollowOptions;
	readonly #context: TaskContext<DeviceEvent | NoteEvent>;
	readonly #progress: Progress;
	readonly #setbacks: Setbacks;
	readonly #over = new AbortController();
	#resolve: (online: OnlineDevice) => void = () => {};
	#reject: (error: Error) => void = () => {};
	#silence: NodeJS.Timeout | undefined;
	#reading: NodeJS.Timeout | undefined;
	#resets = 0;
	#begun: boolean;

	constructor(board: BoardLines, options: FollowOptions, context: TaskContext<DeviceEvent | NoteEvent>) {
		this.#board = board;
		this.#options = options;
		this.#context = context;
		this.#progress = new Progress(options.known);
		this.#setbacks = new Setbacks(options.settings);
		this.#begun = options.after === undefined;
		this.outcome = new Promise((resolve, reject) => {
			this.#resolve = resolve;
			this.#reject = reject;
		});
		this.#listen();
	}

	/** May be called twice. */
	end(): void {
		this.#over.abort();
	}

	#listen(): void {
		const { device, deadlineMs } = this.#options;
		const { signal } = this.#context;
		const deadline = setTimeout(() => this.#reject(late(device, deadlineMs, this.#progress)), deadlineMs);
		const unsubscribe = this.#board.listen({
			onLine: (line) => this.#onLine(line),
			onEvent: (event, fields) => this.#onEvent(event, fields),
			onClosed: (error) => this.#reject(error),
		});
		const interrupt = () => this.#reject(new ToolError("interrupted", "Interrupted before the device was online"));
		signal.addEventListener("abort", interrupt, { once: true, signal: this.#over.signal });
		this.#over.signal.addEventListener("abort", () => {
			unsubscribe();
			for (const timer of [deadline, this.#silence, this.#reading]) clearTimeout(timer);
		});
		this.#heard();
		this.#expectReading();
		if (signal.aborted) interrupt();
	}

	#heard(): void {
		const { device, silenceMs } = this.#options;
		clearTimeout(this.#silence);
		const giveUp = () => this.#reject(silent(device, silenceMs, this.#progress, this.#board.heard));
		this.#silence = setTimeout(giveUp, silenceMs);
	}

	#onLine(line: string): void {
		this.#resets += countResets(line);
		if (this.#resets >= tooManyResets) this.#reject(brokeDown(this.#options.device, this.#board.heard));
	}

	#onEvent(event: string, fields: LogFields): void {
		const { device, after } = this.#options;
		const progress = this.#progress;
		this.#heard();
		for (const happened of logEvents(device, event, fields)) {
			if (happened.event !== "gave-up") this.#context.emit(happened);
		}
		progress.takeSensor(event, fields);
		if (event === after) this.#begun = true;
		if (!this.#begun) return;
		progress.take(event, fields);
		if (event === "failed") this.#reject(this.#failure(fields));
		const setback = this.#setbacks.take(event, fields, progress.sensor?.answers === false);
		if (setback !== undefined) this.#onSetback(setback);
		this.#settle();
	}

	/** The claim that ran out while the device failed for something else is not what has to be mended. */
	#failure(fields: LogFields): ToolError {
		const { device } = this.#options;
		const { latest } = this.#setbacks;
		return fields.code === "claim-expired" && latest !== undefined
			? stuck(device, latest)
			: deviceFailure(device, fields);
	}

	#onSetback(setback: Setback): void {
		const { device } = this.#options;
		const { final, refusedTopic } = setback;
		const note = setbackNote(device, setback);
		if (note !== undefined) this.#context.emit(note);
		if (!final) return;
		const error = stuck(device, setback);
		this.#reject(refusedTopic === undefined ? error : new RefusedTopic(error, refusedTopic, this.#progress.thing));
	}

	#settle(): void {
		const { online, sensor } = this.#progress;
		const { device, readingMs, settings } = this.#options;
		const needed = readingMs !== undefined || settings?.telemetry.statusTopic === "";
		if (needed && sensor?.answers === false && sensor.code === "sensor-unknown") {
			this.#reject(withoutReading(device, sensor));
		}
		if (online === undefined) return;
		if (readingMs === undefined || online.sensor?.answers) this.#resolve(online);
		else this.#expectReading();
	}

	/** From when the device is online. */
	#expectReading(): void {
		const { device, readingMs } = this.#options;
		if (readingMs === undefined || this.#reading !== undefined || this.#progress.online === undefined) return;
		this.#reading = setTimeout(() => this.#reject(withoutReading(device, this.#progress.sensor)), readingMs);
	}
}
