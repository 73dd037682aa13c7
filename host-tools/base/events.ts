import type { IdentityReport } from "../board/identity/identity-report.js";

/**
 * What operations emit and the renderers print; with `--json` the same objects, one a line, with `time` (ISO 8601) added.
 * `device` is there where one of several devices is meant.
 */
export type ThingsmithEvent =
	| {
			readonly event: "ready";
			endpointUrl: string;
			mqttHost: string;
			mqttPort: number;
			rootCaPath: string;
			/** The template that `local` made for a start. */
			templateName?: string;
	  }
	| {
			readonly event: "claimed";
			device?: string;
			templateName?: string;
			certificateId?: string;
			expiresAt: string;
			/** Paths of the files that were written. */
			files?: Readonly<Record<"certificate" | "privateKey" | "claim" | "bootstrap", string | undefined>>;
	  }
	| { readonly event: "state"; device: string; from: string; to: string }
	/** A step of the timeline for people; not part of the `--json` output. Names as in docs/log-schema.md. */
	| { readonly event: "step"; device: string; step: string; detail: string }
	/** Words for people; not part of the `--json` output. */
	| { readonly event: "note"; text: string }
	| { readonly event: "provisioned"; device: string; thingName: string; certificateId: string; milliseconds: number }
	| {
			readonly event: "reading";
			device?: string;
			thingName: string;
			temperature: number;
			/** Absent with payload format `raw`. */
			sequence?: number;
			timestamp?: string;
			/** `watch`: readings that should have come between the one before and this one. */
			missed?: number;
			/** `watch`: this reading was received before. */
			duplicate?: true;
			/** `watch`: the device began counting anew, so nothing is known to be missed. */
			restarted?: true;
	  }
	/** `watch`: a payload on the topic that is no reading. */
	| { readonly event: "malformed"; thingName: string; topic: string; message: string }
	/** A chip answered from its bootloader. */
	| {
			readonly event: "board";
			port: string;
			/** E.g. ESP32-C3. */
			chip: string;
			/** E.g. 4MB. */
			flashSize?: string;
			mac?: string;
	  }
	/** Progress of a region, in bytes of it. */
	| { readonly event: "flashing"; region: string; written: number; size: number }
	/** A region of the firmware: `planned` with --dry-run. */
	| {
			readonly event: "region";
			region: string;
			offset: number;
			size: number;
			outcome: "written" | "unchanged" | "planned";
			milliseconds?: number;
	  }
	| { readonly event: "erased"; what: "identity" | "flash"; offset?: number; size?: number; planned?: true }
	/** `device provision`: a step of it is over. */
	| {
			readonly event: "provision-step";
			device: string;
			step: ProvisionStep;
			milliseconds: number;
			/** For people. */
			detail: string;
			/** Why, the event `failed` says, unless the step is tried again. */
			failed?: true;
	  }
	/** `device provision`: a board is a thing now, and AWS was asked whether it is. */
	| {
			readonly event: "board-provisioned";
			device: string;
			serialNumber: string;
			thingName: string;
			certificateId: string;
			policies: readonly string[];
			milliseconds: number;
			/** It was one already; nothing was changed. */
			already?: true;
	  }
	/** `device provision --line`: how the series stands. */
	| { readonly event: "series"; provisioned: number; failed: number; skipped: number; waiting: boolean }
	/** The firmware is on the board; `restarted` is false where somebody has to press RESET. */
	| { readonly event: "flashed"; port: string; target: string; version: string; restarted: boolean }
	/** A file that goes to `offset` in flash. */
	| { readonly event: "image"; path: string; offset: number; size: number }
	/** `device csr`: a certificate signing request, in a file. */
	| { readonly event: "signing-request"; path: string; serialNumber: string }
	/** `device inspect`: what an identity partition holds. */
	| { readonly event: "inspected"; source: string; report: IdentityReport }
	/** `device monitor`: the line to the board was opened, or lost. */
	| { readonly event: "link"; port: string; state: "open" | "lost" }
	/** A virtual device takes bootstraps on this TCP port as a board does on its serial port. */
	| { readonly event: "listening"; device: string; host: string; port: number }
	/** `device monitor`: a line that is no event of the device's log. */
	| { readonly event: "line"; device: string; text: string }
	/** `device monitor --raw`: what the board sent, as it came. */
	| { readonly event: "raw"; device: string; text: string }
	/** The device can do no more by itself; whoever watches it goes on: `device monitor`, `device simulate --serial`. */
	| { readonly event: "gave-up"; device: string; code: string; message: string }
	| {
			readonly event: "failed";
			device?: string;
			code: string;
			message: string;
			/** What to try next. */
			next?: string;
	  }
	| { readonly event: "done" };

/** `wake`: the firmware answers. `key`: the device has made its own. `online`: provisioned, and a reading acknowledged. `verify`: AWS says so. */
export type ProvisionStep = "firmware" | "wake" | "key" | "claim" | "bootstrap" | "online" | "verify";

/** How an operation reports and how it is told to end. */
export interface OperationContext {
	/** Never throws. */
	readonly emit: (event: ThingsmithEvent) => void;
	readonly signal: AbortSignal;
}
