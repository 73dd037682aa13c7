/** Reason codes of MQTT 5 (2.4) that are sent or understood here. */
export const reasonCodes = Object.freeze({
	success: 0x00,
	disconnectWithWill: 0x04,
	unspecified: 0x80,
	malformedPacket: 0x81,
	protocolError: 0x82,
	unsupportedProtocolVersion: 0x84,
	clientIdNotValid: 0x85,
	notAuthorized: 0x87,
	serverShuttingDown: 0x8b,
	badAuthenticationMethod: 0x8c,
	keepAliveTimeout: 0x8d,
	sessionTakenOver: 0x8e,
	topicFilterInvalid: 0x8f,
	topicNameInvalid: 0x90,
	topicAliasInvalid: 0x94,
	packetTooLarge: 0x95,
	quotaExceeded: 0x97,
	administrativeAction: 0x98,
	qosNotSupported: 0x9b,
	subscriptionIdentifiersNotSupported: 0xa1,
});

/** The journal's code of a refusal → what MQTT 5 calls it (docs/aws-behaviour.md, "MQTT 5"). */
const ofRefusal: Readonly<Record<string, number>> = Object.freeze({
	"client-id-rejected": reasonCodes.clientIdNotValid,
	"connect-rate": reasonCodes.quotaExceeded,
	"too-many-sessions": reasonCodes.quotaExceeded,
	"policy-denied": reasonCodes.notAuthorized,
	"reserved-topic": reasonCodes.notAuthorized,
	"topic-rejected": reasonCodes.topicNameInvalid,
	"will-rejected": reasonCodes.topicNameInvalid,
	"filter-rejected": reasonCodes.topicFilterInvalid,
	"qos-2": reasonCodes.qosNotSupported,
	"packet-too-large": reasonCodes.packetTooLarge,
	"payload-too-large": reasonCodes.quotaExceeded,
	"retained-full": reasonCodes.quotaExceeded,
	"too-many-filters": reasonCodes.quotaExceeded,
	"too-many-subscriptions": reasonCodes.quotaExceeded,
	"slow-subscriber": reasonCodes.quotaExceeded,
	"slow-publisher": reasonCodes.quotaExceeded,
	"duplicate-client-id": reasonCodes.sessionTakenOver,
	"protocol-error": reasonCodes.protocolError,
	"internal-failure": reasonCodes.unspecified,
});

/** `otherwise` for a refusal that has no code of its own, as those of a certificate. */
export function reasonCodeOf(refusal: string, otherwise: number = reasonCodes.notAuthorized): number {
	return ofRefusal[refusal] ?? otherwise;
}
