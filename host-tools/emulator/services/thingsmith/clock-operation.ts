import { AwsError } from "../../aws-error.js";
import type { EmulatorClock } from "../../clock.js";
import type { ApiCall, Operation } from "../../http/operation.js";
import type { Activity } from "./activity.js";
import { own } from "./own-operation.js";

/** Ten years, in all: beyond, the emulator's own server certificate is over. */
const mostAheadSeconds = 10 * 365 * 24 * 3600;

/** Time moves: forward, for all that goes by the emulator's clock. */
export function clockOperation(clock: EmulatorClock, activity: Activity): Operation {
	return own("POST", "clock", async (call) => {
		const seconds = secondsOf(clock, call);
		clock.advance(seconds * 1000);
		await clock.settled();
		activity.add("clock", { advancedSeconds: seconds });
		return { now: new Date(clock.now()).toISOString() };
	});
}

function secondsOf(clock: EmulatorClock, { body }: ApiCall): number {
	const seconds = body().number("advanceSeconds");
	const leftSeconds = mostAheadSeconds - clock.aheadMs / 1000;
	if (seconds !== undefined && seconds >= 0 && seconds <= leftSeconds) return seconds;
	throw new AwsError(
		"InvalidRequestException",
		`advanceSeconds must be a number of seconds, 0 to ${leftSeconds} (ten years in all): it is ${seconds ?? "missing"}`,
	);
}
