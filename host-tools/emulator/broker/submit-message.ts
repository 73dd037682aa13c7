import type { BrokerParts } from "./broker-parts.js";
import type { SubmittedMessage } from "./connections.js";
import { distribute } from "./packets/handle-publish.js";
import { type Publisher, publishProblem } from "./packets/publish-problem.js";
import type { Problem } from "./principals.js";
import { type Asker, isReserved } from "./routing/reserved-router.js";

/** Whoever asks over HTTP is authorised there. */
const authorised: Publisher = Object.freeze({ authorizer: { allows: () => true, explain: () => "" } });

/** Takes a message that was published over HTTP as if it had been over MQTT, or says why not. */
export function submitMessage(parts: BrokerParts, submitted: SubmittedMessage): Problem | undefined {
	const { principal, certificateId, qos = 1, retain = false, ...message } = submitted;
	const { topic, payload } = message;
	const refused = publishProblem(parts, authorised, { topic, payload, qos, retain });
	if (refused !== undefined) return refused;
	if (!isReserved(topic)) {
		distribute(parts, { ...message, qos, retain }, { principal });
		return undefined;
	}
	const { reserved } = parts;
	if (reserved.needsConnection(topic)) {
		const reason = `Publishing on "${topic}" over HTTP is refused: its answer goes to the MQTT connection that asks`;
		return { code: "reserved-topic", reason };
	}
	if (reserved.isShared(topic)) distribute(parts, { ...message, qos, retain: false }, { principal });
	reserved.answer(httpAsker(parts, submitted), { topic, payload, qos });
	return undefined;
}

/** Nobody waits for an answer; what services publish reaches whoever subscribed. */
function httpAsker({ journal }: BrokerParts, { principal, certificateId }: SubmittedMessage): Asker {
	return {
		clientId: "",
		principal,
		certificateId,
		requests: 0,
		refuse: (refused) => journal.add({ ...refused, ...(certificateId !== undefined && { certificateId }) }),
		subscribedQos: () => undefined,
		sendDirect() {},
	};
}
