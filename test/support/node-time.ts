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
			const warned = once(process, "warning");
			act();
			const [warning] = await within(warned, "the warning");
			return warning;
		},
	};
}
