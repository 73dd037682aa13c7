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
	| {
			readonly event: "failed";
			device?: string;
			code: string;
			message: string;
			/** What to try next. */
			next?: string;
	  }
	| { readonly event: "done" };

/** How an operation reports and how it is told to end. */
export interface OperationContext {
	/** Never throws. */
	readonly emit: (event: ThingsmithEvent) => void;
	readonly signal: AbortSignal;
}
