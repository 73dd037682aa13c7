import type { Client, Subscription } from "aedes";
import type { Behaviour } from "../behaviour.js";
import { limits } from "./limits.js";
import type { ReservedRouter } from "./reserved-router.js";
import type { Refused, Session } from "./session.js";
import type { SessionTable } from "./session-table.js";
import { filterProblem } from "./topics.js";

type Callback = (error: Error | null, subscription?: Subscription | null) => void;

export interface SubscribeParts {
	readonly sessions: SessionTable;
	readonly reserved: ReservedRouter;
	readonly denial: Required<Behaviour>["denial"];
}

/** The broker's hook for each filter of a SUBSCRIBE, and for each stored one of a persistent session that comes back. */
export function authorizeSubscribe({ sessions, reserved, denial }: SubscribeParts) {
	return (client: Client, subscription: Subscription, callback: Callback): void => {
		const session = sessions.of(client);
		if (session === undefined || session.isCut) return;
		const refused = refusal(reserved, session, subscription);
		if (refused === undefined) {
			session.addFilter(subscription.topic, subscription.qos);
			callback(null, subscription);
			return;
		}
		// Before CONNACK it is a stored filter, and the session may come back without it.
		if (!session.isEstablished || denial === "answer" || refused.code === "too-many-subscriptions") {
			session.refuse(refused);
			callback(null, null);
			return;
		}
		session.cut(refused.code === "policy-denied" ? "FORBIDDEN_ACCESS" : "CLIENT_ERROR", refused);
	};
}

function refusal(router: ReservedRouter, session: Session, { topic: filter, qos }: Subscription): Refused | undefined {
	const problem = filterProblem(filter);
	if (problem !== undefined) return refused("filter-rejected", `Topic filter refused: ${problem}`, filter, "limits");
	if (!session.authorizer.allows("iot:Subscribe", filter)) {
		return refused("policy-denied", session.authorizer.explain("iot:Subscribe", filter), filter);
	}
	if (qos === 2) return refused("qos-2", "AWS IoT has no QoS 2: subscribe with QoS 0 or 1", filter, "limits");
	const reserved = router.filterProblem(filter);
	if (reserved !== undefined)
		return refused("reserved-topic", `Subscribing to "${filter}" is refused: ${reserved}`, filter);
	if (session.hasFilter(filter) || session.subscriptionCount < limits.subscriptionsPerSession) return undefined;
	const reason = `The connection has ${limits.subscriptionsPerSession} subscriptions already, which is the limit`;
	return refused("too-many-subscriptions", reason, filter, "limits");
}

function refused(code: string, reason: string, filter: string, plane: Refused["plane"] = "subscribe"): Refused {
	return { plane, code, reason, target: filter.slice(0, 2 * limits.topic) };
}
