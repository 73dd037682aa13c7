import type { Session } from "../connection/session.js";
import type { DeviceParts } from "../device-parts.js";
import type { DeviceSettings } from "../settings/settings.js";
import type { Sampler } from "../telemetry/sampler.js";
import type { Proof } from "./proof.js";

/** What an activity finds on every connection. */
export interface ConnectionContext {
	readonly device: DeviceParts;
	readonly settings: DeviceSettings;
	/** Waits and timers of an activity belong into `session.scope`. */
	readonly session: Session;
	readonly proof: Proof;
}

/** The connection of a device as itself: with its certificate, its thing's name as client id. */
export interface ThingContext extends ConnectionContext {
	readonly thingName: string;
	readonly sampler: Sampler;
	/** To be called when something got on that only a healthy device does, such as an acknowledged reading: it feeds the watchdog. */
	readonly onProgress: () => void;
}

/** One thing a device does on a connection, beside the others (`run-activities.ts`). */
export interface Activity<Context extends ConnectionContext = ThingContext> {
	/** For the log. */
	readonly name: string;
	/** True: it begins with the connection, which ends with it. False: it begins when the identity is proved, and may end alone. */
	readonly essential: boolean;
	/** Resolves when there is nothing left to do, rejects with what it cannot go on after. */
	readonly run: (context: Context) => Promise<void>;
}
