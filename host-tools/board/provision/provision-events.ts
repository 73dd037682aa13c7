import type { FailedEvent, NoteEvent } from "../../base/shared-events.js";
import type { BootloaderEvent } from "../bootloader/bootloader-events.js";
import type { DeviceEvent } from "../monitor/device-events.js";
import type { SensorOutcome } from "./progress.js";

/** What `device provision` reports: its own steps, and what bootloader and device say meanwhile. */
export type ProvisionEvent =
	| ProvisionStepEvent
	| BoardProvisionedEvent
	| SeriesEvent
	| FailedEvent
	| NoteEvent
	| BootloaderEvent
	| DeviceEvent;

/**
 * `wake`: the firmware answers. `key`: the device has made its own. `claim`: AWS made one; `credential`: what was given instead is taken.
 * `online`: provisioned, and AWS has acknowledged a publish. `reading`: of a board that was online before. `verify`: AWS says so.
 */
export type ProvisionStep =
	| "firmware"
	| "wake"
	| "key"
	| "claim"
	| "credential"
	| "bootstrap"
	| "online"
	| "reading"
	| "verify";

/** A step is over. */
export interface ProvisionStepEvent {
	readonly event: "provision-step";
	readonly device: string;
	readonly step: ProvisionStep;
	readonly milliseconds: number;
	/** For people. */
	readonly detail: string;
	/** Why, the event `failed` says, unless the step is tried again. */
	readonly failed?: true;
}

/** A board is a thing now, and AWS was asked whether it is. */
export interface BoardProvisionedEvent {
	readonly event: "board-provisioned";
	readonly device: string;
	readonly serialNumber: string;
	readonly thingName: string;
	readonly certificateId: string;
	readonly policies: readonly string[];
	/** E.g. ESP32-C3, or what the firmware calls its board; undefined where nothing said it. */
	readonly chip?: string | undefined;
	/** Version of the firmware, where it was compared. */
	readonly firmware?: string | undefined;
	/** Undefined where nobody waited for it. */
	readonly sensor?: SensorOutcome | undefined;
	/** Asked for, and not applied: the board was provisioned before, and AWS does not say that it is that one. */
	readonly requestedSerialNumber?: string | undefined;
	readonly milliseconds: number;
	/** It was one already; nothing was changed. */
	readonly already?: true | undefined;
}

/** How a series of boards stands. */
export interface SeriesEvent {
	readonly event: "series";
	/** Boards that are done, those of the record included; and how many are to be done, where the series has an end. */
	readonly done: number;
	readonly count?: number | undefined;
	/** Until the end at the pace so far; undefined where there is no end, or nothing to reckon with yet. */
	readonly secondsLeft?: number | undefined;
	readonly provisioned: number;
	readonly failed: number;
	readonly skipped: number;
	/** For the next board. */
	readonly waiting: boolean;
}
