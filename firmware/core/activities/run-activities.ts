import { type DeviceError, toDeviceError } from "../../ports/errors.js";
import { deferred } from "../deferred.js";
import type { Activity, ConnectionContext } from "./activity.js";

/**
 * Runs activities side by side on one connection; resolves when the essential ones are done. Rejects with the reason when the
 * connection ends, and with what an essential activity rejects with. Any other activity that rejects has ended alone, which is logged.
 */
export async function runActivities<Context extends ConnectionContext>(
	activities: readonly Activity<Context>[],
	context: Context,
): Promise<void> {
	const { session, scope, device } = context;
	const ended = deferred<void>();
	const failed = ({ name, essential }: Activity<Context>, error: DeviceError) => {
		if (essential || session.ended) {
			ended.reject(session.ended ?? error);
		} else if (!scope.closed) {
			const { code, message } = error;
			device.ports.system.log.write("warning", "activity.failed", { activity: name, code, message });
		}
	};
	let missing = activities.filter(({ essential }) => essential).length;
	for (const activity of activities) {
		start(activity, context).then(
			() => {
				if (!activity.essential) return;
				missing -= 1;
				if (missing === 0) ended.resolve();
			},
			(thrown: unknown) => failed(activity, toDeviceError(thrown)),
		);
	}
	await session.until(ended.promise);
}

/** Throws nothing: what the activity throws before its first wait is rejected with. */
async function start<Context extends ConnectionContext>(activity: Activity<Context>, context: Context): Promise<void> {
	await activity.run(context);
}
