import type { NoteEvent } from "../../base/shared-events.js";

/** What work with a chip in its bootloader reports. */
export type BootloaderEvent = ChipEvent | FlashingEvent | RegionEvent | ErasedEvent | NoteEvent;

/** A chip answered from its bootloader. */
export interface ChipEvent {
	readonly event: "board";
	readonly port: string;
	/** E.g. ESP32-C3. */
	readonly chip: string;
	/** E.g. 4MB. */
	readonly flashSize?: string | undefined;
	readonly mac?: string | undefined;
}

/** Progress of a region, in bytes of it. */
export interface FlashingEvent {
	readonly event: "flashing";
	readonly region: string;
	readonly written: number;
	readonly size: number;
}

/** A region of the firmware: `planned` with --dry-run. */
export interface RegionEvent {
	readonly event: "region";
	readonly region: string;
	readonly offset: number;
	readonly size: number;
	readonly outcome: "written" | "unchanged" | "planned";
	readonly milliseconds?: number;
}

export interface ErasedEvent {
	readonly event: "erased";
	readonly what: "identity" | "flash";
	readonly offset?: number;
	readonly size?: number;
	/** --dry-run: it would be. */
	readonly planned?: true;
}
