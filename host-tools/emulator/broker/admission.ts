import type { Behaviour } from "../behaviour.js";
import type { Certificate, Registry } from "../services/registry.js";
import { limits } from "./limits.js";
import { topicProblem } from "./topics.js";

/** What CONNECT says, as far as it decides over being let in. */
export interface ConnectRequest {
	readonly protocolVersion: number;
	readonly clientId: string;
	readonly clean: boolean;
	readonly will: { readonly topic: string; readonly qos: number; readonly payload: Uint8Array } | undefined;
}

/** A CONNECT that is refused before any policy is asked. `connack`: the return code, where MQTT has one that tells the truth. */
export interface ConnectRefusal {
	readonly code: string;
	readonly reason: string;
	readonly connack?: "unacceptable-protocol-version" | "identifier-rejected";
}

/** MQTT 3.1.1, a usable client id, a usable will; undefined when there is nothing to refuse. */
export function connectProblem({ protocolVersion, clientId, clean, will }: ConnectRequest): ConnectRefusal | undefined {
	if (protocolVersion !== 4) {
		const version = protocolVersion === 5 ? "5" : "3.1";
		const reason = `The client speaks MQTT ${version}: this emulator speaks MQTT 3.1.1 (protocol version 4)`;
		return { code: "unsupported-protocol-version", reason, connack: "unacceptable-protocol-version" };
	}
	const idProblem = clientIdProblem(clientId, clean);
	if (idProblem !== undefined) return { code: "client-id-rejected", reason: idProblem, connack: "identifier-rejected" };
	const problem = will && willProblem(will);
	return problem === undefined ? undefined : { code: "will-rejected", reason: `The last will is refused: ${problem}` };
}

function clientIdProblem(clientId: string, clean: boolean): string | undefined {
	if (clientId === "") return clean ? undefined : "An empty client id needs a clean session";
	const bytes = Buffer.byteLength(clientId);
	if (bytes > limits.clientId) return `The client id has ${bytes} bytes: the limit is ${limits.clientId}`;
	return clientId.startsWith("$") ? 'Client ids that begin with "$" are reserved' : undefined;
}

function willProblem({ topic, qos, payload }: NonNullable<ConnectRequest["will"]>): string | undefined {
	if (qos === 2) return "AWS IoT has no QoS 2";
	if (payload.length > limits.payload) return `its payload has ${payload.length} bytes, the limit is ${limits.payload}`;
	if (topic.startsWith("$")) return `"${topic}" is a reserved topic`;
	return topicProblem(topic);
}

/** Why this certificate opens no session at `now` (ms); undefined when it does. `id` undefined: the client presented none. */
export function certificateProblem(
	registry: Registry,
	id: string | undefined,
	now: number,
	{ propagationDelayMs }: Pick<Required<Behaviour>, "propagationDelayMs">,
): ConnectRefusal | undefined {
	if (id === undefined) {
		return { code: "no-client-certificate", reason: "The client presented no certificate in the TLS handshake" };
	}
	const certificate = registry.findCertificate(id);
	if (certificate === undefined) {
		const reason = `Certificate ${short(id)} is not registered: was it deleted, or issued by another emulator?`;
		return { code: "certificate-unknown", reason };
	}
	const { status, lastModifiedDate } = certificate;
	if (status !== "ACTIVE") {
		const reason = `Certificate ${short(id)} is ${status}${status === "PENDING_ACTIVATION" ? ": RegisterThing activates it" : ": UpdateCertificate can set it to ACTIVE"}`;
		return { code: "certificate-not-active", reason };
	}
	if (
		propagationDelayMs > 0 &&
		certificate.claimForTemplate === undefined &&
		now < lastModifiedDate + propagationDelayMs
	) {
		const reason = `Certificate ${short(id)} is not known here yet (propagationDelayMs): try again`;
		return { code: "certificate-not-propagated", reason };
	}
	return validityProblem(certificate, now);
}

function validityProblem(certificate: Certificate, now: number): ConnectRefusal | undefined {
	const { certificateId, notBefore, notAfter, claimForTemplate } = certificate;
	if (now < notBefore) {
		const reason = `Certificate ${short(certificateId)} is valid from ${iso(notBefore)}, it is ${iso(now)} now`;
		return { code: "certificate-not-yet-valid", reason };
	}
	if (now < notAfter) return undefined;
	const ago = `expired at ${iso(notAfter)}, ${Math.round((now - notAfter) / 1000)} s ago`;
	if (claimForTemplate === undefined) {
		return { code: "certificate-expired", reason: `Certificate ${short(certificateId)} ${ago}` };
	}
	const reason = `The claim for template "${claimForTemplate}" ${ago}: claims are good for five minutes, create a new one`;
	return { code: "claim-expired", reason };
}

function short(certificateId: string): string {
	return `${certificateId.slice(0, 8)}…`;
}

function iso(milliseconds: number): string {
	return new Date(milliseconds).toISOString();
}
