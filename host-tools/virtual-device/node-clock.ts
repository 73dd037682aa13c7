import type { Clock } from "../../firmware/ports/clock.js";

/** The host's clock, which the host keeps true. */
export const nodeClock: Clock = Object.freeze({
	now: () => Date.now(),
	ticks: () => performance.now(),
	synchronize: () => Promise.resolve(),
});
