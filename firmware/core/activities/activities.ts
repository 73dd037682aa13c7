import type { Activity, ConnectionContext } from "./activity.js";
import { provision } from "./provision.js";
import { publishStatus } from "./publish-status.js";
import { report } from "./report.js";

/** What a device does on the connection of its claim. */
export const claimActivities: readonly Activity<ConnectionContext>[] = Object.freeze([
	Object.freeze({ name: "provision", essential: true, run: provision } as const),
]);

/** What a device does on its own connection, side by side. */
export const thingActivities: readonly Activity[] = Object.freeze([
	Object.freeze({ name: "report", essential: true, run: report } as const),
	Object.freeze({ name: "status", essential: false, run: publishStatus } as const),
]);
