import type { BrokerParts } from "../broker-parts.js";
import type { SubscribePacket, Subscription } from "../codec/client-packet.js";
import { reasonCodeOf, reasonCodes } from "../codec/reason-codes.js";
import { encodeSuback } from "../codec/write-packet.js";
import { limits } from "../limits.js";
import { subscriptionOptions } from "../routing/subscription-options.js";
import type { Refused } from "../sessions/refused.js";
import type { Session } from "../sessions/session.js";
import { hasWildcard, parseShared } from "../topics.js";
import { acknowledge } from "./acknowledge.js";
import { subscribeProblem } from "./subscribe-problem.js";

/** SUBACK's return code for a filter that is not granted, in MQTT 3.1.1. */
const failure = 0x80;

/** What became of one filter. */
interface Outcome {
	/** Granted QoS, or why not. */
	readonly code: number;
	/** The session had no such subscription before. */
	readonly isNew: boolean;
}

/**
 * With MQTT 3.1.1 a refused filter ends the connection, before any other of the packet is granted; a limit, or `denial: answer`,
 * gets 0x80 in SUBACK. With MQTT 5 SUBACK says why, except for what MQTT 5 wants DISCONNECT for.
 */
export function handleSubscribe(parts: BrokerParts, session: Session, packet: SubscribePacket): void {
	const { subscriptions, messageId } = packet;
	const unusable = packetProblem(packet);
	if (unusable !== undefined) {
		session.cut("CLIENT_ERROR", unusable);
		return;
	}
	const problems = subscriptions.map((subscription) => subscribeProblem(parts, session, subscription));
	const fatal = problems.find((problem) => problem !== undefined && isFatal(parts, session, problem));
	if (fatal !== undefined) {
		session.cut(fatal.code === "policy-denied" ? "FORBIDDEN_ACCESS" : "CLIENT_ERROR", fatal);
		return;
	}
	const outcomes = subscriptions.map((subscription, index) => grant(parts, session, subscription, problems[index]));
	const store = session.persistent !== undefined && parts.store.isKept ? parts.store : undefined;
	const codes = outcomes.map(({ code }) => code);
	acknowledge(session, store, () => encodeSuback(session.protocolVersion, messageId, codes));
	const granted = subscriptions.filter((_, index) => (codes[index] ?? failure) < failure);
	if (granted.length === 0) return;
	parts.connections.report((listener) =>
		listener.subscribed?.(
			session,
			granted.map(({ topic }) => topic),
		),
	);
	for (const [index, subscription] of subscriptions.entries())
		sendRetained(parts, session, subscription, outcomes[index]);
}

function packetProblem({ subscriptions, subscriptionIdentifier }: SubscribePacket): Refused | undefined {
	if (subscriptionIdentifier !== undefined) {
		const reasonCode = reasonCodes.subscriptionIdentifiersNotSupported;
		const reason = "AWS IoT has no subscription identifiers";
		return { plane: "limits", code: "subscription-identifier", reason, reasonCode };
	}
	if (subscriptions.length <= limits.filtersPerSubscribe) return undefined;
	const reason = `SUBSCRIBE with ${subscriptions.length} topic filters: the limit is ${limits.filtersPerSubscribe}`;
	return { plane: "limits", code: "too-many-filters", reason };
}

function isFatal({ behaviour }: BrokerParts, { protocolVersion }: Session, { code }: Refused): boolean {
	return protocolVersion === 5 ? code === "qos-2" : behaviour.denial !== "answer";
}

function grant(
	parts: BrokerParts,
	session: Session,
	subscription: Subscription,
	problem: Refused | undefined,
): Outcome {
	const { topic, noLocal, retainAsPublished } = subscription;
	const refused = problem ?? tooMany(session, topic);
	if (refused !== undefined) {
		session.refuse(refused);
		return { code: session.protocolVersion === 5 ? reasonCodeOf(refused.code) : failure, isNew: false };
	}
	const isNew = !session.filters.has(topic);
	const qos = subscription.qos === 0 ? 0 : 1;
	const options = session.protocolVersion === 5 ? subscriptionOptions({ qos, noLocal, retainAsPublished }) : qos;
	if (session.persistent !== undefined) {
		parts.persistent.subscribe(session.persistent, topic, options);
	} else {
		session.filters.set(topic, qos);
		parts.router.subscriptions.add(topic, session, options);
	}
	return { code: qos, isNew };
}

function tooMany({ filters }: Session, filter: string): Refused | undefined {
	if (filters.has(filter) || filters.size < limits.subscriptionsPerSession) return undefined;
	const reason = `The connection has ${limits.subscriptionsPerSession} subscriptions already, which is the limit`;
	return { plane: "limits", code: "too-many-subscriptions", reason, target: filter };
}

/** Neither subscriptions with wildcards nor shared ones get retained messages (docs/aws-behaviour.md, "Retained messages"). */
function sendRetained(
	{ retained }: BrokerParts,
	session: Session,
	{ topic, retainHandling }: Subscription,
	outcome: Outcome | undefined,
): void {
	if (outcome === undefined || outcome.code >= failure || hasWildcard(topic) || parseShared(topic) !== undefined)
		return;
	if (retainHandling === 2 || (retainHandling === 1 && !outcome.isNew)) return;
	const message = retained.get(topic);
	if (message === undefined) return;
	session.deliver({ ...message, retain: true }, outcome.code === 0 ? 0 : message.qos);
}
