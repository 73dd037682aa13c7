import { interruptible } from "../../base/interruption.js";
import type { TaskContext } from "../../base/task-context.js";
import { ToolError, type ToolErrorCode } from "../../base/tool-error.js";
import type { VerifiedThing } from "../../cloud/account/verify-thing.js";
import { romBaudRate } from "../bootloader/connect-chip.js";
import type { BoardDescription } from "../bootstrap-link/hello-board.js";
import type { FirmwareBundle } from "../firmware/firmware-bundle.js";
import { type ChosenPort, shortName } from "../serial/choose-port.js";
import { openReopeningLink } from "../serial/reopening-link.js";
import type { OpenSerialLink, SerialLink } from "../serial/serial-link.js";
import { askBoard, waitForKey, withLines } from "./ask-board.js";
import { type BoardFirmware, bringFirmware } from "./board-firmware.js";
import { installOverFlash } from "./board-over-flash.js";
import { installOverSerial } from "./board-over-serial.js";
import type { BootstrapSource } from "./bootstrap-source.js";
import { describeFirmware, describeHello, secondsLeft } from "./details.js";
import { describeOnline, type OnlineDevice, whileFollowing } from "./follow-device.js";
import type { ProvisionEvent } from "./provision-events.js";
import { claimAttempts, type ProvisionTimeouts } from "./provision-timeouts.js";
import { StepTimer } from "./step-timer.js";

export interface ProvisionBoardOptions {
	readonly port: ChosenPort;
	/** For flashing. */
	readonly baudRate: number;
	/** How the bootstrap gets in; undefined: over serial where the firmware answers, else into flash. */
	readonly over: "flash" | "serial" | undefined;
	/** Undefined: the board's firmware is taken as it is. */
	readonly findFirmware: ((target: string) => Promise<FirmwareBundle>) | undefined;
	/** The device makes its key itself: a claim waits until it has one. */
	readonly waitsForKey: boolean;
	/** Instead of what the board calls itself. */
	readonly serialNumber: string | undefined;
	/** No other thing than that one. */
	readonly thingName: string | undefined;
	readonly source: BootstrapSource;
	readonly verify: (device: OnlineDevice, signal: AbortSignal) => Promise<VerifiedThing>;
	readonly openLink: OpenSerialLink;
	readonly timeouts: ProvisionTimeouts;
	/** The board's serial number is known; may be called again with it. */
	readonly onIdentified?: (serialNumber: string) => void;
}

export interface ProvisionedBoard extends VerifiedThing {
	readonly serialNumber: string;
	readonly milliseconds: number;
	/** It was provisioned before; nothing was changed. */
	readonly already: boolean;
}

/** One board from whatever it is to a thing that reports. It may be called again after any failure, and goes on where it can. */
export async function provisionBoard(
	options: ProvisionBoardOptions,
	context: TaskContext<ProvisionEvent>,
): Promise<ProvisionedBoard> {
	const { port, openLink, timeouts } = options;
	const { signal } = context;
	const open = openReopeningLink(openLink, timeouts.portAwayMs);
	const link = await open(port.path, { baudRate: romBaudRate, signal });
	try {
		return await new BoardRun(options, link, context).run();
	} finally {
		await link.close();
	}
}

interface Outcome extends OnlineDevice {
	readonly already: boolean;
}

class BoardRun {
	readonly #options: ProvisionBoardOptions;
	readonly #link: SerialLink;
	readonly #context: TaskContext<ProvisionEvent>;
	readonly #device: string;
	readonly #steps: StepTimer;

	constructor(options: ProvisionBoardOptions, link: SerialLink, context: TaskContext<ProvisionEvent>) {
		this.#options = options;
		this.#link = link;
		this.#context = context;
		this.#device = shortName(options.port);
		this.#steps = new StepTimer(this.#device, context.emit);
	}

	async run(): Promise<ProvisionedBoard> {
		const { over, source, waitsForKey, timeouts } = this.#options;
		const { signal } = this.#context;
		if (over === "flash" && !this.#link.hasSignals) throw this.#needsSignals();
		const firmware = await this.#bringFirmware();
		const hello = await this.#wake(firmware);
		const serialNumber = this.#options.serialNumber ?? hello?.serialNumber ?? firmware?.serialNumber;
		if (serialNumber === undefined) throw this.#nameless();
		this.#options.onIdentified?.(serialNumber);
		const kept = hello && keptIn(hello);
		if (kept) return this.#finish(serialNumber, kept);
		await interruptible(() => source.check(serialNumber), signal);
		if (hello?.thingName !== undefined) this.#sayStaged(hello.thingName);
		if (hello && waitsForKey && !hello.keyReady) {
			await this.#steps.run("key", () => waitForKey(this.#link, timeouts, signal));
		}
		return this.#finish(serialNumber, await this.#untilOnline(serialNumber, hello !== undefined));
	}

	/** Undefined where the board cannot be reset into its bootloader, or is not to be. */
	async #bringFirmware(): Promise<BoardFirmware | undefined> {
		const { findFirmware, over, port, baudRate, serialNumber, onIdentified } = this.#options;
		const onSerialNumber = (own: string) => onIdentified?.(serialNumber ?? own);
		if (!this.#link.hasSignals || (findFirmware === undefined && over !== "flash")) return undefined;
		const work = () =>
			bringFirmware({ link: this.#link, usb: port.usb, baudRate, findFirmware, onSerialNumber }, this.#context).catch(
				(error: unknown) => {
					// A locked bootloader is no failure: the firmware may be there and take its bootstrap over serial.
					if (over !== "flash" && hasCode(error, "chip-locked")) return undefined;
					throw error;
				},
			);
		return this.#steps.run("firmware", work, describeFirmware);
	}

	/** Undefined when the firmware is not spoken to, or does not answer and need not. */
	async #wake(firmware: BoardFirmware | undefined): Promise<BoardDescription | undefined> {
		const { over, timeouts } = this.#options;
		if (over === "flash") return undefined;
		// Into flash it goes without a word from the firmware, but not where the bootloader was not even reached.
		const mayBeSilent = over !== "serial" && firmware !== undefined && firmware.outcome !== "locked";
		const work = () =>
			askBoard(this.#link, timeouts, this.#context.signal).catch((error: unknown) => {
				if (mayBeSilent && hasCode(error, "board-silent")) return undefined;
				throw error;
			});
		return this.#steps.run("wake", work, describeHello);
	}

	/** A claim that runs out on the way is replaced by a new one. */
	async #untilOnline(serialNumber: string, overSerial: boolean): Promise<Outcome> {
		for (let attempt = 1; ; attempt++) {
			try {
				return await (overSerial ? this.#overSerial(serialNumber) : this.#overFlash(serialNumber));
			} catch (error) {
				const kept = overSerial && hasCode(error, "bootstrap-refused") ? await this.#keptMeanwhile() : undefined;
				if (kept) return kept;
				const expired = hasCode(error, "claim-expired") && this.#options.source.renewable;
				if (!expired || attempt === claimAttempts) throw error;
				this.#context.emit({ event: "note", text: `${(error as Error).message}. Making a new claim.` });
			}
		}
	}

	/** A board that still had a good claim may have gone on by itself, and have an identity since. */
	async #keptMeanwhile(): Promise<Outcome | undefined> {
		const { timeouts } = this.#options;
		const hello = await askBoard(this.#link, timeouts, this.#context.signal).catch(() => undefined);
		return hello && keptIn(hello);
	}

	async #overSerial(serialNumber: string): Promise<Outcome> {
		const bootstrap = await this.#claim(serialNumber);
		const { silenceMs, onlineMs: deadlineMs } = this.#options.timeouts;
		const options = { steps: this.#steps, follow: { device: this.#device, silenceMs, deadlineMs }, bootstrap };
		const online = await withLines(this.#link, (board) => installOverSerial(board, options, this.#context));
		return { ...online, already: false };
	}

	async #overFlash(serialNumber: string): Promise<Outcome> {
		const { port, baudRate, waitsForKey, timeouts } = this.#options;
		const board = { link: this.#link, usb: port.usb, baudRate };
		const { kept, restart } = await this.#steps.run(
			"bootstrap",
			() => installOverFlash(board, () => this.#claim(serialNumber), this.#context),
			({ kept }) => (kept === undefined ? "into flash" : `${kept.thingName} already`),
		);
		if (kept !== undefined) {
			await restart();
			return { thingName: kept.thingName, certificateId: kept.certificateId, already: true };
		}
		// A device says nothing while it makes its key.
		const silenceMs = waitsForKey ? Math.max(timeouts.keyMs, timeouts.silenceMs) : timeouts.silenceMs;
		const follow = { device: this.#device, silenceMs, deadlineMs: timeouts.onlineMs };
		const work = () =>
			withLines(this.#link, (lines) =>
				whileFollowing(lines, follow, this.#context, async (online) => {
					await restart();
					return online;
				}),
			);
		return { ...(await this.#steps.run("online", work, describeOnline)), already: false };
	}

	async #claim(serialNumber: string) {
		const make = () => interruptible(() => this.#options.source.make(serialNumber), this.#context.signal);
		return (await this.#steps.run("claim", make, ({ expiresAt }) => secondsLeft(expiresAt))).bootstrap;
	}

	async #finish(serialNumber: string, { already, ...device }: Outcome): Promise<ProvisionedBoard> {
		const { thingName, verify } = this.#options;
		const { emit, signal } = this.#context;
		if (thingName !== undefined && device.thingName !== thingName) throw this.#otherThing(device.thingName);
		const verified = await this.#steps.run(
			"verify",
			() => interruptible(() => verify(device, signal), signal),
			({ policies }) => `policies ${policies.join(", ")}`,
		);
		const done = { serialNumber, ...verified, milliseconds: this.#steps.milliseconds };
		emit({ event: "board-provisioned", device: this.#device, ...done, ...(already ? { already: true as const } : {}) });
		return { ...done, already };
	}

	#sayStaged(name: string): void {
		const afresh = "to begin afresh instead: thingsmith device erase-identity --yes";
		const text = `The board has been given the identity of ${name}, which no reading has proved yet, and goes on with it; ${afresh}`;
		this.#context.emit({ event: "note", text });
	}

	#otherThing(name: string): ToolError {
		return new ToolError("identity-kept", `The board is thing ${name}, not ${this.#options.thingName}`, {
			next: "leave it so, or give its identity up first: thingsmith device erase-identity --yes",
		});
	}

	#nameless(): ToolError {
		return new ToolError("board-silent", `What is on ${this.#options.port.path} does not say its serial number`, {
			next: "give it one with --serial",
		});
	}

	#needsSignals(): ToolError {
		return new ToolError("usage", `${this.#options.port.path} cannot reset the board into its bootloader`, {
			next: "leave --over flash out: the bootstrap goes over serial then",
		});
	}
}

function keptIn({ refusal, thingName }: BoardDescription): Outcome | undefined {
	return refusal === undefined || thingName === undefined
		? undefined
		: { thingName, certificateId: undefined, already: true };
}

function hasCode(error: unknown, code: ToolErrorCode): boolean {
	return error instanceof ToolError && error.code === code;
}
