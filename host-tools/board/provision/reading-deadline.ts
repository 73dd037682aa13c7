import { telemetryDefaults } from "../../../firmware/core/settings/settings.js";
import type { ProvisionTimeouts } from "./provision-timeouts.js";

/** A longer interval is not waited for twice, in ms: the first reading is taken at the device's start. */
const longestInterval = 60_000;

/** How long a device that is online may take for its first reading, in ms. */
export function readingDeadline({ readingMs }: ProvisionTimeouts, intervalMs = telemetryDefaults.intervalMs): number {
	return readingMs + 2 * Math.min(intervalMs, longestInterval);
}
