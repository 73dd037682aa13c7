import type { ConnectPacket } from "../codec/client-packet.js";
import { reasonCodes } from "../codec/reason-codes.js";
import { encodeConnack, encodeConnack5, returnCodes } from "../codec/write-packet.js";
import { limits } from "../limits.js";
import type { Session } from "../sessions/session.js";

/** What AWS has and has not (docs/aws-behaviour.md, "MQTT 5"). */
const offer = Object.freeze({
	receiveMaximum: limits.underWay,
	topicAliasMaximum: limits.topicAliases,
	maximumQoS: 1,
	retainAvailable: true,
	maximumPacketSize: limits.packet,
	wildcardSubscriptionAvailable: true,
	subscriptionIdentifiersAvailable: false,
	sharedSubscriptionAvailable: true,
});

/** CONNACK for a session that begins: with MQTT 5 it says what was not granted as it was asked for. */
export function acceptance(session: Session, packet: ConnectPacket, sessionPresent: boolean): Buffer {
	if (session.protocolVersion === 4) return encodeConnack(sessionPresent, returnCodes.accepted);
	const { sessionExpirySeconds, keepAliveSeconds } = session.terms;
	const { sessionExpiryInterval = 0 } = packet.properties;
	return encodeConnack5(sessionPresent, reasonCodes.success, {
		...offer,
		sessionExpiryInterval: sessionExpirySeconds === sessionExpiryInterval ? undefined : sessionExpirySeconds,
		serverKeepAlive: keepAliveSeconds === packet.keepAlive ? undefined : keepAliveSeconds,
		assignedClientIdentifier: packet.clientId === "" ? session.clientId : undefined,
	});
}
