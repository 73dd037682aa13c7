import type { TaskContext } from "../../base/task-context.js";
import type { VerifiedThing } from "../../cloud/account/verify-thing.js";
import type { FirmwareBundle } from "../firmware/firmware-bundle.js";
import type { ChosenPort } from "../serial/choose-port.js";
import type { OpenSerialLink, SerialLink } from "../serial/serial-link.js";
import type { BootstrapSource } from "./bootstrap-source.js";
import type { NamedDevice, OnlineDevice } from "./progress.js";
import type { ProvisionEvent } from "./provision-events.js";
import type { ProvisionTimeouts } from "./provision-timeouts.js";
import type { StepTimer } from "./step-timer.js";

export interface ProvisionBoardOptions {
	readonly access: BoardAccess;
	readonly delivery: Delivery;
	readonly names: ExpectedNames;
	readonly account: Account;
	readonly timeouts: ProvisionTimeouts;
	/** A board counts only with a reading that AWS acknowledged. */
	readonly requireReading: boolean;
	/** It is known which board it is; may be called again with more. */
	readonly onIdentified?: (board: IdentifiedBoard) => void;
}

export interface IdentifiedBoard {
	readonly serialNumber: string;
	/** E.g. ESP32-C3; undefined where nothing said it. */
	readonly chip: string | undefined;
}

/** How a board is reached. */
export interface BoardAccess {
	/** For flashing; everything else goes at the firmware's own speed. */
	readonly baudRate: number;
	readonly openLink: OpenSerialLink;
}

/** What gets onto the board, and how. */
export interface Delivery {
	/**
	 * What belongs on a chip of that target; undefined: the board's firmware is taken as it is. Rejects with ToolError
	 * `firmware-missing` where nobody built it.
	 */
	readonly findFirmware: ((target: string) => Promise<FirmwareBundle>) | undefined;
	/** How the bootstrap gets in; undefined: over serial where the firmware answers, else into flash. */
	readonly over: "flash" | "serial" | undefined;
	/** Network, wiring or telemetry are among what is to get onto the board. */
	readonly hasSettings: boolean;
	/** The device makes its key itself: a claim waits until it has one. */
	readonly waitsForKey: boolean;
}

/** Who the board is to be. */
export interface ExpectedNames {
	/** Instead of what the board calls itself. */
	readonly serialNumber: string | undefined;
	/** No other thing than that one. */
	readonly thingName: string | undefined;
}

/** The AWS account in which the board becomes a thing. */
export interface Account {
	readonly source: BootstrapSource;
	/** Rejects with ToolError `thing-incomplete` where AWS does not have what the device says it is. */
	readonly verify: (device: NamedDevice, signal: AbortSignal) => Promise<VerifiedThing>;
}

/** One board on its way; what every step is given. */
export interface BoardRun {
	readonly options: ProvisionBoardOptions;
	readonly port: ChosenPort;
	readonly link: SerialLink;
	/** What the board is called in events. */
	readonly device: string;
	readonly steps: StepTimer;
	readonly context: TaskContext<ProvisionEvent>;
}

/** A board that is online as its thing. */
export interface OnlineBoard extends OnlineDevice {
	/** It was provisioned before; nothing was changed. */
	readonly already: boolean;
}
