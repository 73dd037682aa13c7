import { pause } from "../../base/interruption.js";
import type { NoteEvent } from "../../base/shared-events.js";
import type { TaskContext } from "../../base/task-context.js";
import { hasCode, ToolError } from "../../base/tool-error.js";
import { romBaudRate } from "../../board/bootloader/connect-chip.js";
import { type BoardLines, withBoardLines } from "../../board/bootstrap-link/board-lines.js";
import { bootstrapRefused } from "../../board/bootstrap-link/bootstrap-refused.js";
import { sendSettings } from "../../board/bootstrap-link/bootstrap-sender.js";
import { type BoardDescription, helloBoard } from "../../board/bootstrap-link/hello-board.js";
import { changedMembers, type SettingsChange } from "../../board/identity/settings-change.js";
import type { DeviceEvent } from "../../board/monitor/device-events.js";
import { whileFollowing } from "../../board/provision/follow-device.js";
import { shortName } from "../../board/serial/choose-port.js";
import { type BoardPort, openBoard } from "../../board/serial/open-board.js";

export type ConfigureEvent = ConfiguredEvent | DeviceEvent | NoteEvent;

/** A board lives on by other settings. */
export interface ConfiguredEvent {
	readonly event: "configured";
	readonly device: string;
	readonly serialNumber: string;
	/** Undefined for a board without an identity yet, which is not waited for. */
	readonly thingName?: string;
	/** Names of what was changed, such as `wifi` and `telemetry.intervalMs`. */
	readonly changed: readonly string[];
}

export interface ConfigureTimeouts {
	/** A board that was just plugged in boots in one to three seconds. */
	readonly helloMs: number;
	/** For somebody to press the button. */
	readonly buttonMs: number;
	/** Between two looks at the button. */
	readonly lookMs: number;
	/** Longer than the device's longest wait before it says what it waits for. */
	readonly silenceMs: number;
	/** Several tries of the device. */
	readonly onlineMs: number;
}

export const configureTimeouts: ConfigureTimeouts = Object.freeze({
	helloMs: 8_000,
	buttonMs: 60_000,
	lookMs: 1_000,
	silenceMs: 60_000,
	onlineMs: 180_000,
});

export interface DeviceConfigureOptions {
	readonly board: BoardPort;
	readonly change: SettingsChange;
	readonly timeouts?: ConfigureTimeouts;
}

/**
 * Changes settings of a board over its serial line, with its button's consent where it has an identity, and waits until it is online again.
 * Rejects with `board-silent`, `bootstrap-refused`, `timeout`, the device's own codes, the link's.
 */
export async function configureDevice(
	options: DeviceConfigureOptions,
	context: TaskContext<ConfigureEvent>,
): Promise<void> {
	const { board, change, timeouts = configureTimeouts } = options;
	const { link, port } = await openBoard(board, romBaudRate, context.signal);
	const device = shortName(port);
	try {
		await withBoardLines(link, async (lines) => {
			const hello = await helloBoard(lines, { signal: context.signal, deadlineMs: timeouts.helloMs });
			if (!hello.takesSettings) throw olderFirmware(port.path);
			await untilWelcome(lines, hello, timeouts, context);
			await deliver(lines, { device, change, hello, timeouts }, context);
			const { serialNumber, thingName } = hello;
			const configured = { event: "configured", device, serialNumber, changed: changedMembers(change) } as const;
			context.emit(thingName === undefined ? configured : { ...configured, thingName });
		});
	} finally {
		await link.close();
	}
}

/** Ends when the board takes settings: at once, or when its button is pressed. */
async function untilWelcome(
	lines: BoardLines,
	hello: BoardDescription,
	{ buttonMs, lookMs, helloMs }: ConfigureTimeouts,
	{ emit, signal }: TaskContext<ConfigureEvent>,
): Promise<void> {
	const until = performance.now() + buttonMs;
	let { refusal } = hello;
	if (refusal === "identity-kept") emit({ event: "note", text: pressButton(hello) });
	while (refusal === "identity-kept") {
		if (performance.now() > until) throw notPressed(buttonMs);
		await pause(lookMs, signal);
		refusal = (await helloBoard(lines, { signal, deadlineMs: helloMs })).refusal;
	}
	if (refusal !== undefined) throw bootstrapRefused({ code: refusal, message: "it takes no settings now" });
}

interface Delivery {
	readonly device: string;
	readonly change: SettingsChange;
	readonly hello: BoardDescription;
	readonly timeouts: ConfigureTimeouts;
}

async function deliver(
	lines: BoardLines,
	{ device, change, hello, timeouts }: Delivery,
	context: TaskContext<ConfigureEvent>,
): Promise<void> {
	const { silenceMs, onlineMs: deadlineMs } = timeouts;
	const follow = { device, silenceMs, deadlineMs, after: "bootstrap.accepted" };
	await whileFollowing(lines, follow, context, async (online) => {
		await sendSettings(lines, change, context);
		if (hello.refusal !== undefined) context.emit({ event: "note", text: "Taken: the button may be let go." });
		// Without an identity it may have nothing to go online with.
		if (hello.thingName !== undefined) await online.catch(explain);
	});
}

function explain(error: unknown): never {
	if (!hasCode(error, "timeout") && !hasCode(error, "board-silent")) throw error;
	const { code, message, device } = error as ToolError;
	const next =
		"the settings are in its flash, and it keeps trying by them: correct what it complains of with this command again";
	throw new ToolError(code, message, { device, next, cause: error });
}

function pressButton({ thingName }: BoardDescription): string {
	return `The board is ${thingName}, and takes other settings only while its button (BOOT) is held: press it now, and hold it until this says that it may be let go.`;
}

function notPressed(buttonMs: number): ToolError {
	return new ToolError("timeout", `The board's button was not pressed within ${buttonMs / 1000} s`, {
		next: "run it again and hold BOOT when it asks for it; a virtual device is started with --button-held; a board without a button takes no settings over a cable",
	});
}

function olderFirmware(port: string): ToolError {
	return new ToolError("bootstrap-refused", `The firmware on ${port} is older than changes of settings`, {
		next: "flash this version's, which leaves the identity alone: thingsmith device flash",
	});
}
