import { toDeviceError } from "../../ports/errors.js";
import type { Activity, ConnectionContext } from "./activity.js";

/**
 * Runs activities side by side on one connection; resolves when the essential ones are done. Rejects with the reason when the
 * connection ends, and with what an essential activity rejects with. Any other activity that rejects has ended alone, which is logged.
 */
export function runActivities<Context extends ConnectionContext>(
	activities: readonly Activity<Context>[],
	context: Context,
): Promise<void> {
	const { session, device } = context;
	return new Promise((resolve, reject) => {
		let missing = activities.filter(({ essential }) => essential).length;
		session.whenEnded(reject);
		for (const activity of activities) {
			const { name, essential } = activity;
			start(activity, context).then(
				() => {
					if (essential) missing -= 1;
					if (missing === 0) resolve();
				},
				(thrown: unknown) => {
					const error = toDeviceError(thrown);
					const { code, message } = error;
					if (essential) reject(error);
					else if (!session.ended) {
						device.ports.system.log.write("warning", "activity.failed", { activity: name, code, message });
					}
				},
			);
		}
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
