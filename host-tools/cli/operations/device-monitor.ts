import { setTimeout as delay } from "node:timers/promises";
import type { NoteEvent } from "../../base/shared-events.js";
import type { TaskContext } from "../../base/task-context.js";
import { SignWatch } from "../../board/diagnosis/sign-watch.js";
import { type DeviceEvent, lineEvents } from "../../board/monitor/device-events.js";
import { parseLogLine } from "../../board/monitor/device-log.js";
import { LineSplitter } from "../../board/monitor/line-splitter.js";
import { plainFields, plainText } from "../../board/monitor/plain-text.js";
import { Setbacks, setbackNote } from "../../board/monitor/setbacks.js";
import { shortName } from "../../board/serial/choose-port.js";
import { type BoardOptions, type OpenedBoard, openBoard } from "../../board/serial/open-board.js";
import { isPassing } from "../../board/serial/port-error.js";
import { resetBoard } from "../../board/serial/reset-board.js";
import type { SerialLink } from "../../board/serial/serial-link.js";

export type MonitorEvent = LinkEvent | RawEvent | DeviceEvent | NoteEvent;

/** The line to the board was opened, or lost. */
export interface LinkEvent {
	readonly event: "link";
	readonly port: string;
	readonly state: "open" | "lost";
}

/** --raw: what the board sent, as it came. */
export interface RawEvent {
	readonly event: "raw";
	readonly device: string;
	readonly text: string;
}

export interface DeviceMonitorOptions {
	/** `baudRate` is that of the firmware's log. */
	readonly board: BoardOptions;
	/** As it comes, undecoded. */
	readonly raw: boolean;
	/** Restarts the board first. */
	readonly reset: boolean;
	/** Between two tries to open a lost port again, in ms; 250 by default. */
	readonly retryMs?: number;
}

/** Shows what a board says until the signal aborts; opens the port again when the board took it away. */
export async function monitorDevice(options: DeviceMonitorOptions, context: TaskContext<MonitorEvent>): Promise<void> {
	const { emit, signal } = context;
	let opened = await openBoard(options.board, options.board.baudRate, signal);
	let restart = options.reset;
	while (!signal.aborted) {
		const { port, link } = opened;
		emit({ event: "link", port: port.path, state: "open" });
		const followed = follow(shortName(port), link, options.raw, context);
		// Listening comes first: the boot log is part of what is to be seen.
		if (restart) await reset(link, context);
		restart = false;
		await followed;
		await link.close();
		if (signal.aborted) return;
		emit({ event: "link", port: port.path, state: "lost" });
		// A port that nobody named may come back under another name.
		const board = { ...options.board, port: port.found ? undefined : port.path };
		const again = await openAgain(board, options.retryMs, signal);
		if (again === undefined) return;
		opened = again;
	}
	await opened.link.close();
}

/** Undefined when the signal aborted. */
async function openAgain(
	board: BoardOptions,
	retryMs: number | undefined,
	signal: AbortSignal,
): Promise<OpenedBoard | undefined> {
	while (!signal.aborted) {
		await delay(retryMs ?? 250, undefined, { signal }).catch(() => undefined);
		if (signal.aborted) break;
		try {
			return await openBoard(board, board.baudRate, signal);
		} catch (error) {
			if (signal.aborted) break;
			if (!isPassing(error)) throw error;
		}
	}
	return undefined;
}

async function reset(link: SerialLink, { emit }: TaskContext<MonitorEvent>): Promise<void> {
	// A link that is lost meanwhile is found by whoever follows it.
	if (link.hasSignals) await resetBoard(link).catch(() => undefined);
	else emit({ event: "note", text: `${link.name} cannot reset the board: press RESET.` });
}

/** Resolves when the link is lost or the signal aborts. */
async function follow(
	device: string,
	link: SerialLink,
	raw: boolean,
	{ emit, signal }: TaskContext<MonitorEvent>,
): Promise<void> {
	const lines = new LineSplitter();
	const text = new TextDecoder("utf-8");
	const signs = new SignWatch();
	const setbacks = new Setbacks(undefined);
	const show = (line: string) => {
		for (const happened of lineEvents(device, line)) emit(happened);
		const note = noteOn(device, line, setbacks);
		if (note !== undefined) emit(note);
	};
	const over = new AbortController();
	await new Promise<void>((resolve) => {
		signal.addEventListener("abort", () => resolve(), { once: true, signal: over.signal });
		link.listen({
			onBytes: (bytes) => {
				if (raw) emit({ event: "raw", device, text: text.decode(bytes, { stream: true }) });
				else for (const line of lines.split(bytes)) show(line);
				const sign = raw ? undefined : signs.take(bytes);
				if (sign !== undefined) emit({ event: "note", text: `The board: ${sign.message}. Next: ${sign.next}.` });
			},
			onClosed: () => resolve(),
		});
		if (signal.aborted) resolve();
	});
	over.abort();
	link.listen(undefined);
	for (const line of lines.flush()) show(line);
}

/** What a line of the log means that fails alike again. */
function noteOn(device: string, line: string, setbacks: Setbacks): NoteEvent | undefined {
	const parsed = parseLogLine(plainText(line));
	const setback = parsed.kind === "event" ? setbacks.take(parsed.event, plainFields(parsed.fields)) : undefined;
	return setback && setbackNote(device, setback);
}
