import type { ConnectPacket, WillPacket } from "../codec/client-packet.js";
import { reasonCodes } from "../codec/reason-codes.js";
import { returnCodes } from "../codec/write-packet.js";
import { limits } from "../limits.js";
import type { Problem } from "../principals.js";
import type { ReservedRouter } from "../routing/reserved-router.js";
import { topicProblem } from "../topics.js";

/** A CONNECT that is refused before any policy is asked. */
export interface ConnectRefusal extends Problem {
	/** MQTT 3.1.1's, where it has one that tells the truth. */
	readonly connack?: typeof returnCodes.identifierRejected;
	/** MQTT 5's, where it is not the one of `code`. */
	readonly reasonCode?: number;
}

/** A usable client id, a usable will; undefined when there is nothing to refuse. */
export function connectProblem(
	packet: ConnectPacket,
	reserved: Pick<ReservedRouter, "isShared">,
): ConnectRefusal | undefined {
	const idProblem = packet.clientId === "" ? emptyIdProblem(packet) : clientIdProblem(packet.clientId);
	if (idProblem !== undefined)
		return { code: "client-id-rejected", reason: idProblem, connack: returnCodes.identifierRejected };
	if (packet.properties.authenticationMethod !== undefined) {
		const reason = "AWS IoT has no enhanced authentication: a custom authorizer is named in the user name";
		return { code: "authentication-method", reason, reasonCode: reasonCodes.badAuthenticationMethod };
	}
	return packet.will && willProblem(packet.will, reserved);
}

/** With MQTT 5 every client may leave its id to the server. */
function emptyIdProblem({ clean, protocolVersion }: ConnectPacket): string | undefined {
	return clean || protocolVersion === 5 ? undefined : "An empty client id needs a clean session";
}

/** Why nobody may have this client id; undefined when somebody may. */
export function clientIdProblem(clientId: string): string | undefined {
	const bytes = Buffer.byteLength(clientId);
	if (bytes > limits.clientId) return `The client id has ${bytes} bytes: the limit is ${limits.clientId}`;
	return clientId.startsWith("$") ? 'Client ids that begin with "$" are reserved' : undefined;
}

function willProblem(
	{ topic, qos, payload }: WillPacket,
	reserved: Pick<ReservedRouter, "isShared">,
): ConnectRefusal | undefined {
	if (qos === 2) return refusedWill("AWS IoT has no QoS 2", reasonCodes.qosNotSupported);
	if (payload.length > limits.payload) {
		const reason = `its payload has ${payload.length} bytes, the limit is ${limits.payload}`;
		return refusedWill(reason, reasonCodes.quotaExceeded);
	}
	if (topic.startsWith("$") && !reserved.isShared(topic)) return refusedWill(`"${topic}" is a reserved topic`);
	const problem = topicProblem(topic);
	return problem === undefined ? undefined : refusedWill(problem);
}

function refusedWill(reason: string, reasonCode: number = reasonCodes.topicNameInvalid): ConnectRefusal {
	return { code: "will-rejected", reason: `The last will is refused: ${reason}`, reasonCode };
}
