import { toDeviceError } from "../../ports/errors.js";
import type { Activity, ConnectionContext } from "./activity.js";

/**
 * Runs activities side by side on one connection: the essential ones at once, the others when the identity is proved. Resolves when the
 * essential ones are done. Rejects with the reason when the connection ends, and with what an essential activity rejects with; any
 * other that rejects has ended alone, which is logged.
 */
export function runActivities<Context extends ConnectionContext>(
	activities: readonly Activity<Context>[],
	context: Context,
): Promise<void> {
	const { session, proof } = context;
	return new Promise((resolve, reject) => {
		let missing = 0;
		session.whenEnded(reject);
		for (const activity of activities) {
			if (activity.essential) {
				missing += 1;
				start(activity, context).then(() => {
					missing -= 1;
					if (missing === 0) resolve();
				}, reject);
			} else {
				proof.whenGiven(() => runAlone(activity, context));
			}
		}
	});
}

function runAlone<Context extends ConnectionContext>(activity: Activity<Context>, context: Context): void {
	start(activity, context).catch((thrown: unknown) => {
		const { session, device } = context;
		const { code, message } = toDeviceError(thrown);
		if (session.ended) return;
		device.ports.system.log.write("warning", "activity.failed", { activity: activity.name, code, message });
	});
}

/** Throws nothing: what the activity throws before its first wait is rejected with. */
function start<Context extends ConnectionContext>(activity: Activity<Context>, context: Context): Promise<void> {
	try {
		return activity.run(context);
	} catch (thrown) {
		return Promise.reject(thrown);
	}
}
