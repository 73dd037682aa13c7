import { toDeviceError } from "../../../firmware/ports/errors.js";
import type { Flash } from "../../../firmware/ports/flash.js";
import type { Log, LogFields, LogLevel } from "../../../firmware/ports/log.js";
import { memberOf } from "../../base/member-of.js";
import type { NoteEvent } from "../../base/shared-events.js";
import type { TaskContext } from "../../base/task-context.js";
import { ToolError, type ToolErrorCode } from "../../base/tool-error.js";
import { type DeviceEvent, toDeviceEvent } from "../../board/monitor/device-events.js";
import { plainFields } from "../../board/monitor/plain-text.js";
import { Setbacks, setbackNote, type TopicSettings } from "../../board/monitor/setbacks.js";
import { afterProvisioningRejected } from "../../board/provision/provisioning-rejected.js";
import { composeVirtualDevice } from "../../virtual-device/compose.js";
import { openFileFlash } from "../../virtual-device/file-flash.js";
import { openTcpConsole, type TcpConsole } from "../../virtual-device/tcp-console.js";
import { virtualBoard } from "../../virtual-device/virtual-board.js";
import { listenError } from "./listen-error.js";

export type VirtualDeviceEvent = DeviceEvent | ListeningEvent | NoteEvent;

/** A virtual device takes bootstraps on this TCP port as a board does on its serial port. */
export interface ListeningEvent {
	readonly event: "listening";
	readonly device: string;
	readonly host: string;
	readonly port: number;
}

export interface RunDeviceOptions {
	/** What the device is called in events. */
	readonly name: string;
	readonly flashPath: string;
	/** The file of its readings partition; undefined: readings wait in memory only. */
	readonly readingsPath?: string | undefined;
	/** Ends when this many were acknowledged; undefined: until the signal aborts. */
	readonly readings: number | undefined;
	/** Where bootstraps come in and the log goes out, as over a board's serial port; undefined: nowhere. */
	readonly serial?: SerialAddress | undefined;
	/** In spite of an identity it takes what comes in there, as a board does whose button is held. */
	readonly buttonHeld?: boolean | undefined;
	/** Of the bootstrap it was started with: they name what AWS refuses. */
	readonly settings?: TopicSettings | undefined;
	/** Called when the device is online as itself, each time. */
	readonly onOnline?: () => void;
}

/** On loopback. */
export interface SerialAddress {
	readonly host: string;
	/** 0 picks a free one. */
	readonly port: number;
}

/**
 * Runs the firmware on a flash file until it has done its readings, the signal aborts, or it gives up, which rejects; with `serial`
 * it then waits for a bootstrap instead.
 */
export async function runDevice(
	options: RunDeviceOptions,
	{ emit, signal }: TaskContext<VirtualDeviceEvent>,
): Promise<void> {
	const { flashPath, readingsPath, serial, buttonHeld } = options;
	const flash = openFileFlash(flashPath);
	const over = new AbortController();
	let stop = async () => flash.close();
	try {
		const line = serial && (await openSerial(serial));
		stop = async () => [line, flash].forEach((port) => void port?.close());
		if (line) emit({ event: "listening", device: options.name, host: line.host, port: line.port });
		await new Promise<void>((resolve, reject) => {
			signal.addEventListener("abort", () => resolve(), { once: true, signal: over.signal });
			const follower = new Follower(options, emit, { resolve, reject: line ? undefined : reject });
			const write = (level: LogLevel, event: string, fields?: LogFields) => {
				line?.log.write(level, event, fields);
				// As of a board's log: what a server said is quoted there, and is to stay within its line.
				follower.follow(event, fields && plainFields(fields));
			};
			const kept = readingsPath === undefined ? undefined : openReadings(readingsPath, write);
			const log = { write };
			const board = virtualBoard(flashPath, buttonHeld);
			const device = composeVirtualDevice({ flash, readings: kept, log, board, console: line });
			stop = () => device.stop();
			if (signal.aborted) resolve();
			else device.start();
		});
	} finally {
		over.abort();
		await stop();
	}
}

interface Outcome {
	/** The readings are done. */
	readonly resolve: () => void;
	/** The device gave up; undefined: it waits for a bootstrap then. */
	readonly reject: ((error: ToolError) => void) | undefined;
}

/** Makes events of the device's log, and knows when it has done what it was started for. */
class Follower {
	readonly #options: RunDeviceOptions;
	readonly #emit: TaskContext<VirtualDeviceEvent>["emit"];
	readonly #outcome: Outcome;
	readonly #setbacks: Setbacks;
	#acknowledged = 0;
	/** The identity is committed: stopping before would leave the claim in flash. */
	#online = false;

	constructor(options: RunDeviceOptions, emit: TaskContext<VirtualDeviceEvent>["emit"], outcome: Outcome) {
		this.#options = options;
		this.#setbacks = new Setbacks(options.settings);
		this.#emit = emit;
		this.#outcome = outcome;
	}

	follow(event: string, fields: LogFields | undefined): void {
		const { name, onOnline } = this.#options;
		if (event === "failed") this.#giveUp(fields);
		const happened = toDeviceEvent(name, event, fields);
		// A device takes a moment to stop: what comes after the last reading asked for is not reported.
		if (happened === undefined || this.#done) return;
		if (happened.event === "reading" && this.#acknowledged === 0) {
			const detail = `${happened.temperature.toFixed(2)} °C`;
			this.#emit({ event: "step", device: name, step: "reading.first", detail });
		}
		this.#emit(happened);
		const setback = this.#setbacks.take(event, fields ?? {});
		const note = setback && setbackNote(name, setback);
		if (note !== undefined) this.#emit(note);
		if (happened.event === "reading") this.#acknowledged += 1;
		if (happened.event === "state" && happened.to === "online") {
			this.#online = true;
			onOnline?.();
		}
		if (this.#done) this.#outcome.resolve();
	}

	get #done(): boolean {
		return this.#online && this.#acknowledged >= (this.#options.readings ?? Number.POSITIVE_INFINITY);
	}

	#giveUp(fields: LogFields | undefined): void {
		const { name } = this.#options;
		const code = String(fields?.code ?? "internal") as ToolErrorCode;
		const message = String(fields?.message ?? "");
		const { reject } = this.#outcome;
		if (reject) reject(new ToolError(code, message, { device: name, next: memberOf(nextSteps, code) ?? otherNext }));
		// A blank device waits, which `listening` has said.
		else if (code !== "claim-missing") this.#emit({ event: "gave-up", device: name, code, message });
	}
}

/** A device does without its readings partition when it has to. */
function openReadings(path: string, write: Log["write"]): Flash | undefined {
	try {
		return openFileFlash(path);
	} catch (error) {
		const { code, message } = toDeviceError(error, "flash-failed");
		write("warning", "readings.unavailable", { code, message });
		return undefined;
	}
}

async function openSerial({ host, port }: SerialAddress): Promise<TcpConsole> {
	try {
		return await openTcpConsole(host, port);
	} catch (error) {
		throw listenError(error, { "--serial": port });
	}
}

const otherNext =
	"look the code up in docs/log-schema.md, and run the same command again: the device goes on where it was";

const nextSteps: Readonly<Record<string, string>> = Object.freeze({
	"claim-expired":
		"make a new claim (`thingsmith claim create … --bootstrap FILE`) and start again with that --bootstrap FILE",
	"claim-missing":
		"make a claim (`thingsmith claim create … --bootstrap FILE`) and start again with that --bootstrap FILE",
	"provisioning-rejected": afterProvisioningRejected,
});
