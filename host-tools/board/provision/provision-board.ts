import { interruptible } from "../../base/interruption.js";
import type { TaskContext } from "../../base/task-context.js";
import { ToolError } from "../../base/tool-error.js";
import type { VerifiedThing } from "../../cloud/account/verify-thing.js";
import { romBaudRate } from "../bootloader/connect-chip.js";
import { bootstrapRefused } from "../bootstrap-link/bootstrap-refused.js";
import type { BoardDescription } from "../bootstrap-link/hello-board.js";
import { type ChosenPort, shortName } from "../serial/choose-port.js";
import { openReopeningLink } from "../serial/reopening-link.js";
import type { BoardRun, OnlineBoard, ProvisionBoardOptions } from "./board-run.js";
import { type BoardFirmware, bringFirmware } from "./bring-firmware.js";
import { installBootstrap } from "./install-bootstrap.js";
import type { SensorOutcome } from "./progress.js";
import type { ProvisionEvent } from "./provision-events.js";
import { confirmSerialNumber, type SerialNumbers } from "./serial-number.js";
import { StepTimer } from "./step-timer.js";
import { verifyBoard } from "./verify-board.js";
import { waitForReading } from "./wait-for-reading.js";
import { keptIdentity, waitForKey, wakeFirmware } from "./wake-firmware.js";

export interface ProvisionedBoard {
	readonly serialNumber: string;
	readonly thingName: string;
	readonly certificateId: string;
	readonly policies: readonly string[];
	/** Undefined where nothing said it. */
	readonly chip: string | undefined;
	readonly firmware: string | undefined;
	readonly sensor: SensorOutcome | undefined;
	/** From the first step to the last. */
	readonly milliseconds: number;
	/** It was provisioned before; nothing was changed. */
	readonly already: boolean;
}

/** One board from whatever it is to a thing that reports. It may be called again after any failure, and goes on where it can. */
export async function provisionBoard(
	port: ChosenPort,
	options: ProvisionBoardOptions,
	context: TaskContext<ProvisionEvent>,
): Promise<ProvisionedBoard> {
	const { access, timeouts } = options;
	const open = openReopeningLink(access.openLink, timeouts.portAwayMs);
	const link = await open(port.path, { baudRate: romBaudRate, signal: context.signal });
	try {
		const device = shortName(port);
		const steps = new StepTimer(device, context.emit);
		return await takeSteps({ options, port, link, device, steps, context });
	} finally {
		await link.close();
	}
}

async function takeSteps(run: BoardRun): Promise<ProvisionedBoard> {
	checkDelivery(run);
	const firmware = await bringFirmware(run);
	const hello = await wakeFirmware(run, firmware);
	const serialNumber = identify(run, hello, firmware);
	// A board that has its name is provisioned already.
	if (hello?.refusal !== undefined && hello.thingName === undefined) throw takesNone(hello.refusal);
	const there = keptIdentity(hello) ?? (await provision(run, serialNumber, hello));
	if (there.already && run.options.delivery.hasSettings) noteSettingsLeft(run, there.thingName);
	const online = there.already && run.options.requireReading ? await waitForReading(run, there) : there;
	const verified = await verifyBoard(run, online);
	const own = hello?.serialNumber ?? firmware?.serialNumber;
	const about = { chip: firmware?.chip ?? hello?.model, firmware: firmware?.version, sensor: online.sensor };
	return report(run, {
		...confirmSerialNumber(run, { own, verified, already: online.already }),
		...about,
		verified,
		already: online.already,
	});
}

/** A board without an identity of its own. */
async function provision(
	run: BoardRun,
	serialNumber: string,
	hello: BoardDescription | undefined,
): Promise<OnlineBoard> {
	const { account, delivery } = run.options;
	await interruptible(() => account.source.check(serialNumber), run.context.signal);
	if (hello?.thingName !== undefined) noteIdentity(run, hello.thingName, hello.state);
	if (hello !== undefined && delivery.waitsForKey && !hello.keyReady) await waitForKey(run);
	return installBootstrap(run, serialNumber, hello === undefined ? "flash" : "serial");
}

/** Throws ToolError `usage`. */
function checkDelivery({ options, link, port }: BoardRun): void {
	if (options.delivery.over !== "flash" || link.hasSignals) return;
	throw new ToolError("usage", `${port.path} cannot reset the board into its bootloader`, {
		next: "leave --over flash out: the bootstrap goes over serial then",
	});
}

/** The board's serial number. Throws ToolError `board-silent` where nothing and nobody says it. */
function identify(
	{ options, port }: BoardRun,
	hello: BoardDescription | undefined,
	firmware: BoardFirmware | undefined,
): string {
	const serialNumber = options.names.serialNumber ?? hello?.serialNumber ?? firmware?.serialNumber;
	if (serialNumber === undefined) {
		throw new ToolError("board-silent", `What is on ${port.path} does not say its serial number`, {
			next: "give it one with --serial-number",
		});
	}
	options.onIdentified?.({ serialNumber, chip: firmware?.chip ?? hello?.model });
	return serialNumber;
}

/** Before a claim is spent on it. */
function takesNone(code: string): ToolError {
	return bootstrapRefused({ code, message: "it takes none now" });
}

/** A board that is online takes another identity only while its button is held. */
function noteIdentity({ context }: BoardRun, thingName: string, state: string): void {
	const text =
		state === "online"
			? `The board is ${thingName}, and its button is held: it takes another identity in the place of that one`
			: `The board has been given the identity of ${thingName}, which no reading has proved yet: it tries that first, and takes another where AWS refuses it`;
	context.emit({ event: "note", text });
}

function noteSettingsLeft({ context, port }: BoardRun, thingName: string): void {
	const how = `thingsmith device configure --port ${port.path}`;
	const text = `The settings given were not applied: the board is ${thingName} already. With the same options it takes them, and keeps its identity: ${how}`;
	context.emit({ event: "note", text });
}

interface Outcome extends SerialNumbers, Pick<ProvisionedBoard, "chip" | "firmware" | "sensor" | "already"> {
	readonly verified: VerifiedThing;
}

function report({ device, steps, context }: BoardRun, outcome: Outcome): ProvisionedBoard {
	const { verified, already, requestedSerialNumber, ...about } = outcome;
	const { thingName, certificateId, policies } = verified;
	const done = { ...about, thingName, certificateId, policies, milliseconds: steps.milliseconds };
	const remarks = {
		...(already ? { already } : {}),
		...(requestedSerialNumber === undefined ? {} : { requestedSerialNumber }),
	};
	context.emit({ event: "board-provisioned", device, ...done, ...remarks });
	return { ...done, already };
}
