import type { BrokerParts } from "./broker-parts.js";
import type { BrokerSide, DirectDelivery, DisconnectOptions, Publication } from "./connections.js";
import { distribute } from "./packets/handle-publish.js";
import { impossible } from "./packets/impossible.js";
import type { Session } from "./sessions/session.js";
import { submitMessage } from "./submit-message.js";

/** What services may have the broker do. */
export function brokerSide(parts: BrokerParts): BrokerSide {
	const { sessions, persistent, retained } = parts;
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
		submit: (message) => submitMessage(parts, message),
		impossible: (action, name) => impossible(parts.reserved, action, name),
		connectionOf: established,
		all: () => sessions.all().filter(({ isEstablished }) => isEstablished),
		sendTo(clientId, { qos = 1, ...message }) {
			const session = established(clientId);
			session?.sendDirect({ ...message, qos, retain: false }, qos);
			return session !== undefined;
		},
		deliverTo: (clientId, message) => deliver(established(clientId), message),
		disconnect: (clientId, options = {}) => disconnect(parts, clientId, established(clientId), options),
		subscriptionsOf: (clientId) => established(clientId)?.filters ?? persistent.filtersOf(clientId),
		retained: { get: (topic) => retained.get(topic), list: (range) => retained.list(range) },
	};
}

function deliver(session: Session | undefined, { qos = 1, ...publication }: Publication): DirectDelivery {
	if (session === undefined) return "not-connected";
	if (!session.authorizer.allows("iot:Receive", publication.topic)) return "denied";
	const message = { ...publication, qos, retain: false };
	if (qos === 0) session.sendDirect(message, 0);
	return {
		acknowledged: new Promise((onSettled) => {
			if (qos === 1) session.send({ message, wasSent: false, isDirect: true, onSettled });
		}),
	};
}

function disconnect(
	{ persistent }: BrokerParts,
	clientId: string,
	session: Session | undefined,
	{ keepWill = true, endSession = false }: DisconnectOptions,
): boolean {
	if (session !== undefined) {
		if (!keepWill) session.will = undefined;
		session.end("API_INITIATED_DISCONNECT");
	}
	const ended = endSession && persistent.end(clientId);
	return session !== undefined || ended;
}
