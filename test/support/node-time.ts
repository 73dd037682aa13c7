import { once } from "node:events";
import { nodeClock } from "../../host-tools/virtual-device/node-clock.js";
import { nodeTimer } from "../../host-tools/virtual-device/node-timer.js";
import type { TimeBench } from "../contracts/time.contract.js";
import { within } from "./deadline.js";

/** The host's time. */
export function nodeTime(): TimeBench {
	return {
		timer: nodeTimer,
		clock: nodeClock,
		pass: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
		async errorOf(act) {
			// Node's own listener would print it among what the tests say.
			const others = process.listeners("warning");
			process.removeAllListeners("warning");
			const warned = once(process, "warning");
			act();
			try {
				return (await within(warned, "the warning"))[0];
			} finally {
				for (const listener of others) process.on("warning", listener);
			}
		},
	};
}
