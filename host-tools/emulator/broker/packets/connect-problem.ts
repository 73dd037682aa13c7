import { limits } from "../limits.js";
import type { Problem } from "../principals.js";
import type { ReservedRouter } from "../routing/reserved-router.js";
import { topicProblem } from "../topics.js";

/** Of CONNACK (MQTT 3.1.1, 3.2.2.3). */
export const returnCodes = Object.freeze({
	accepted: 0,
	unacceptableProtocolVersion: 1,
	identifierRejected: 2,
	notAuthorized: 5,
});

/** What CONNECT says, as far as it decides over being let in. */
export interface ConnectRequest {
	readonly clientId: string;
	readonly clean: boolean;
	readonly will: { readonly topic: string; readonly qos: number; readonly payload: Uint8Array } | undefined;
}

/** A CONNECT that is refused before any policy is asked. `connack`: the return code, where MQTT has one that tells the truth. */
export interface ConnectRefusal extends Problem {
	readonly connack?: typeof returnCodes.identifierRejected;
}

/** A usable client id, a usable will; undefined when there is nothing to refuse. */
export function connectProblem(
	{ clientId, clean, will }: ConnectRequest,
	reserved: Pick<ReservedRouter, "isShared">,
): ConnectRefusal | undefined {
	const idProblem = clientIdProblem(clientId, clean);
	if (idProblem !== undefined)
		return { code: "client-id-rejected", reason: idProblem, connack: returnCodes.identifierRejected };
	const problem = will && willProblem(will, reserved);
	return problem === undefined ? undefined : { code: "will-rejected", reason: `The last will is refused: ${problem}` };
}

function clientIdProblem(clientId: string, clean: boolean): string | undefined {
	if (clientId === "") return clean ? undefined : "An empty client id needs a clean session";
	const bytes = Buffer.byteLength(clientId);
	if (bytes > limits.clientId) return `The client id has ${bytes} bytes: the limit is ${limits.clientId}`;
	return clientId.startsWith("$") ? 'Client ids that begin with "$" are reserved' : undefined;
}

function willProblem(
	{ topic, qos, payload }: NonNullable<ConnectRequest["will"]>,
	reserved: Pick<ReservedRouter, "isShared">,
): string | undefined {
	if (qos === 2) return "AWS IoT has no QoS 2";
	if (payload.length > limits.payload) return `its payload has ${payload.length} bytes, the limit is ${limits.payload}`;
	if (topic.startsWith("$") && !reserved.isShared(topic)) return `"${topic}" is a reserved topic`;
	return topicProblem(topic);
}
