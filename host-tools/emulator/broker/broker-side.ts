import type { BrokerParts } from "./broker-parts.js";
import type { BrokerSide } from "./connections.js";
import { distribute } from "./packets/handle-publish.js";

/** What services may have the broker do. */
export function brokerSide(parts: BrokerParts): BrokerSide {
	const { sessions, retained } = parts;
	const established = (clientId: string) => {
		const session = sessions.of(clientId);
		return session?.isEstablished ? session : undefined;
	};
	return {
		publish: ({ qos = 1, retain = false, clientId, principal, ...message }) =>
			distribute(
				parts,
				{ ...message, qos, retain },
				{ ...(clientId && { clientId }), ...(principal && { principal }) },
			),
		connectionOf: established,
		all: () => sessions.all().filter(({ isEstablished }) => isEstablished),
		sendTo(clientId, { qos = 1, ...message }) {
			const session = established(clientId);
			session?.sendDirect({ ...message, qos, retain: false }, qos);
			return session !== undefined;
		},
		disconnect(clientId, { keepWill = true } = {}) {
			const session = established(clientId);
			if (session === undefined) return false;
			if (!keepWill) session.will = undefined;
			session.end("API_INITIATED_DISCONNECT");
			return true;
		},
		retained: { get: (topic) => retained.get(topic), list: (range) => retained.list(range) },
	};
}
