/**
 * What operations yield and the renderers print; with `--json` the same objects, one a line, with `time` (ISO 8601) added.
 * `device` is there where one of several devices is meant.
 */
export type ThingsmithEvent =
	| { readonly event: "ready"; endpointUrl: string; mqttHost: string; mqttPort: number; rootCaPath: string }
	| { readonly event: "claimed"; device?: string; expiresAt: string }
	| { readonly event: "state"; device: string; from: string; to: string }
	/** A step of the timeline for people; not part of the `--json` output. Names as in docs/log-schema.md. */
	| { readonly event: "step"; device: string; step: string; detail: string }
	| { readonly event: "provisioned"; device: string; thingName: string; certificateId: string; milliseconds: number }
	| {
			readonly event: "reading";
			device?: string;
			thingName: string;
			temperature: number;
			/** Absent with payload format `raw`. */
			sequence?: number;
			timestamp?: string;
	  }
	| { readonly event: "failed"; device?: string; code: string; message: string }
	| { readonly event: "done" };
