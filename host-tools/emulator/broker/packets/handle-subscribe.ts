import { generate, type ISubscribePacket, type ISubscription } from "mqtt-packet";
import type { BrokerParts } from "../broker-parts.js";
import { limits } from "../limits.js";
import type { Refused, Session } from "../sessions/session.js";
import { hasWildcard } from "../topics.js";
import { acknowledge } from "./acknowledge.js";
import { subscribeProblem } from "./subscribe-problem.js";

/** SUBACK's return code for a filter that is not granted. */
const failure = 0x80;

/** A refused filter ends the connection, before any other of the packet is granted; a limit, or `denial: answer`, gets 0x80 in SUBACK. */
export function handleSubscribe(parts: BrokerParts, session: Session, packet: ISubscribePacket): void {
	const { subscriptions, messageId = 0 } = packet;
	if (subscriptions.length > limits.filtersPerSubscribe) {
		const reason = `SUBSCRIBE with ${subscriptions.length} topic filters: the limit is ${limits.filtersPerSubscribe}`;
		session.cut("CLIENT_ERROR", { plane: "limits", code: "too-many-filters", reason });
		return;
	}
	const problems = subscriptions.map((subscription) => subscribeProblem(parts, session, subscription));
	const first = problems.find((problem) => problem !== undefined);
	if (first !== undefined && parts.behaviour.denial !== "answer") {
		session.cut(first.code === "policy-denied" ? "FORBIDDEN_ACCESS" : "CLIENT_ERROR", first);
		return;
	}
	const granted = subscriptions.map((subscription, index) => grant(parts, session, subscription, problems[index]));
	const store = session.persistent !== undefined && parts.store.isKept ? parts.store : undefined;
	acknowledge(session, store, () => generate({ cmd: "suback", messageId, granted }));
	const filters = subscriptions.filter((_, index) => granted[index] !== failure).map(({ topic }) => topic);
	if (filters.length === 0) return;
	parts.connections.report((listener) => listener.subscribed?.(session, filters));
	for (const filter of filters) sendRetained(parts, session, filter);
}

function grant(
	parts: BrokerParts,
	session: Session,
	subscription: ISubscription,
	problem: Refused | undefined,
): number {
	const refused = problem ?? tooMany(session, subscription.topic);
	if (refused !== undefined) {
		session.refuse(refused);
		return failure;
	}
	const qos = subscription.qos === 0 ? 0 : 1;
	const { topic } = subscription;
	if (session.persistent !== undefined) {
		parts.persistent.subscribe(session.persistent, topic, qos);
	} else {
		session.filters.set(topic, qos);
		parts.router.subscriptions.add(topic, session, qos);
	}
	return qos;
}

function tooMany({ filters }: Session, filter: string): Refused | undefined {
	if (filters.has(filter) || filters.size < limits.subscriptionsPerSession) return undefined;
	const reason = `The connection has ${limits.subscriptionsPerSession} subscriptions already, which is the limit`;
	return { plane: "limits", code: "too-many-subscriptions", reason, target: filter };
}

/** Wildcard subscriptions get no retained messages (docs/aws-behaviour.md, "Retained messages"). */
function sendRetained({ retained }: BrokerParts, session: Session, filter: string): void {
	const message = hasWildcard(filter) ? undefined : retained.get(filter);
	if (message === undefined) return;
	const granted = session.filters.get(filter) ?? 0;
	session.deliver({ ...message, retain: true }, granted < message.qos ? granted : message.qos);
}
