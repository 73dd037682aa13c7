import type { BrokerParts } from "../broker-parts.js";
import type { Subscription } from "../codec/client-packet.js";
import { limits } from "../limits.js";
import type { Refused } from "../sessions/refused.js";
import type { Session } from "../sessions/session.js";
import { filterProblem, parseShared } from "../topics.js";

/** Why a session may not subscribe to this filter now, whatever it has subscribed to; undefined when it may. */
export function subscribeProblem(
	{ reserved: router }: Pick<BrokerParts, "reserved">,
	{ authorizer }: Session,
	{ topic: filter, qos }: Pick<Subscription, "topic" | "qos">,
): Refused | undefined {
	const problem = filterProblem(filter);
	if (problem !== undefined) return refused("filter-rejected", `Topic filter refused: ${problem}`, filter, "limits");
	// Before the policy, which could not help.
	const reserved = router.filterProblem(parseShared(filter)?.filter ?? filter);
	if (reserved !== undefined) {
		return refused("reserved-topic", `Subscribing to "${filter}" is refused: ${reserved}`, filter);
	}
	if (!authorizer.allows("iot:Subscribe", filter)) {
		return refused("policy-denied", authorizer.explain("iot:Subscribe", filter), filter);
	}
	return qos === 2 ? refused("qos-2", "AWS IoT has no QoS 2: subscribe with QoS 0 or 1", filter, "limits") : undefined;
}

function refused(code: string, reason: string, filter: string, plane: Refused["plane"] = "subscribe"): Refused {
	return { plane, code, reason, target: filter.slice(0, 2 * limits.topic) };
}
