import { setTimeout as delay } from "node:timers/promises";
import type { PresentBehaviour } from "../behaviour.js";
import { isOwn, type Operation } from "./operation.js";
import type { Throttle } from "./throttle.js";

/** An operation of AWS as the behaviour wants it: late, or throttled. The emulator's own have no faults, so that one can take them back. */
export function withFaults(
	operation: Operation,
	behaviour: Pick<PresentBehaviour, "latencyMs">,
	throttle: Throttle,
): Operation {
	if (isOwn(operation)) return operation;
	return {
		...operation,
		async handle(call) {
			const { latencyMs } = behaviour;
			if (latencyMs > 0) await delay(latencyMs, undefined, { ref: false });
			throttle.check(operation.name);
			return operation.handle(call);
		},
	};
}
