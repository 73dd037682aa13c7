import type { FailedEvent } from "../../base/shared-events.js";
import type { BootloaderEvent } from "../bootloader/bootloader-events.js";
import type { DeviceEvent } from "../monitor/device-events.js";

/** What `device provision` reports: its own steps, and what bootloader and device say meanwhile. */
export type ProvisionEvent =
	| ProvisionStepEvent
	| BoardProvisionedEvent
	| SeriesEvent
	| FailedEvent
	| BootloaderEvent
	| DeviceEvent;

/**
 * `wake`: the firmware answers. `key`: the device has made its own. `claim`: AWS made one; `credential`: what was given instead is taken.
 * `online`: provisioned, and a reading acknowledged. `verify`: AWS says so.
 */
export type ProvisionStep = "firmware" | "wake" | "key" | "claim" | "credential" | "bootstrap" | "online" | "verify";

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
	readonly milliseconds: number;
	/** It was one already; nothing was changed. */
	readonly already?: true | undefined;
}

/** How a series of boards stands. */
export interface SeriesEvent {
	readonly event: "series";
	readonly provisioned: number;
	readonly failed: number;
	readonly skipped: number;
	/** For the next board. */
	readonly waiting: boolean;
}
