import type { BrokerParts } from "../broker-parts.js";
import type { ClientPacket } from "../codec/client-packet.js";
import { reasonCodes } from "../codec/reason-codes.js";
import { encodeUnsuback } from "../codec/write-packet.js";
import type { Session } from "../sessions/session.js";
import { filterProblem } from "../topics.js";
import { acknowledge } from "./acknowledge.js";

/** UNSUBACK comes for filters that were not subscribed to, too [MQTT-3.10.4-5]. */
export function handleUnsubscribe(
	parts: BrokerParts,
	session: Session,
	{ filters: named, messageId }: Extract<ClientPacket, { cmd: "unsubscribe" }>,
): void {
	const filters = named.filter((filter) => session.filters.has(filter));
	for (const filter of filters) {
		if (session.persistent !== undefined) {
			parts.persistent.unsubscribe(session.persistent, filter);
		} else {
			session.filters.delete(filter);
			parts.router.subscriptions.remove(filter, session);
		}
	}
	const store = session.persistent !== undefined && parts.store.isKept ? parts.store : undefined;
	acknowledge(session, store, () => encodeUnsuback(session.protocolVersion, messageId, named.map(codeOf)));
	if (filters.length > 0) parts.connections.report((listener) => listener.unsubscribed?.(session, filters));
}

/** AWS has no code for a filter that was not subscribed to (docs/aws-behaviour.md, "MQTT 5"). */
function codeOf(filter: string): number {
	return filterProblem(filter) === undefined ? reasonCodes.success : reasonCodes.topicFilterInvalid;
}
