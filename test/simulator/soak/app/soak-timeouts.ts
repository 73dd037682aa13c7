import { defaultTimeouts, type Timeouts } from "firmware/core/timeouts";

/** Real ms, for what takes real time on a loaded machine: a wire, and every answer that comes in a later turn of its own. */
const real = Object.freeze({
	networkMs: 1_000,
	clockMs: 1_000,
	connectMs: 5_000,
	subscribeMs: 3_000,
	replyMs: 10_000,
	acknowledgeMs: 3_000,
	sampleMs: 400,
});

/** AWS IoT's shortest: in the soak of a day, the long silence is longer, in real time; in that of two hours it is not. */
const keepAliveSeconds = 30;

/** The device's deadlines, which pass `speed` times as fast. Pauses between tries are not among them. */
export function soakTimeouts(speed: number): Timeouts {
	return {
		...defaultTimeouts,
		keepAliveSeconds,
		networkMs: real.networkMs * speed,
		clockMs: real.clockMs * speed,
		connectMs: real.connectMs * speed,
		subscribeMs: real.subscribeMs * speed,
		replyMs: real.replyMs * speed,
		acknowledgeMs: real.acknowledgeMs * speed,
		sampleMs: real.sampleMs * speed,
	};
}
