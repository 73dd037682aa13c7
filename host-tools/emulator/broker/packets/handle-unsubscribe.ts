import { generate, type IUnsubscribePacket } from "mqtt-packet";
import type { BrokerParts } from "../broker-parts.js";
import type { Session } from "../sessions/session.js";
import { acknowledge } from "./acknowledge.js";

/** UNSUBACK comes for filters that were not subscribed to, too [MQTT-3.10.4-5]. */
export function handleUnsubscribe(parts: BrokerParts, session: Session, packet: IUnsubscribePacket): void {
	const { unsubscriptions, messageId = 0 } = packet;
	const filters = unsubscriptions.filter((filter) => session.filters.has(filter));
	for (const filter of filters) {
		if (session.persistent !== undefined) {
			parts.persistent.unsubscribe(session.persistent, filter);
		} else {
			session.filters.delete(filter);
			parts.router.subscriptions.remove(filter, session);
		}
	}
	const store = session.persistent !== undefined && parts.store.isKept ? parts.store : undefined;
	acknowledge(session, store, () => generate({ cmd: "unsuback", messageId, granted: [] }));
	if (filters.length > 0) parts.connections.report((listener) => listener.unsubscribed?.(session, filters));
}
