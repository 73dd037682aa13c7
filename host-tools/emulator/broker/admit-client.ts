import { randomUUID } from "node:crypto";
import type { TLSSocket } from "node:tls";
import type { Client, ConnectPacket } from "aedes";
import { SessionAuthorizer } from "../policy/session-authorizer.js";
import type { Certificate } from "../services/registry.js";
import { type ConnectRefusal, certificateProblem, connectProblem } from "./admission.js";
import { refusingConnack } from "./connack.js";
import { hangUp } from "./hang-up.js";
import { limits } from "./limits.js";
import type { Plane } from "./plane.js";
import { Session } from "./session.js";

interface Peer {
	readonly certificateId: string | undefined;
	readonly certificateDer: Uint8Array;
	readonly ipAddress: string;
	readonly domainName: string | undefined;
}

/** Decides on a CONNECT. Returns the session, the packet made fit for the broker; or undefined when the client was turned away. */
export async function admitClient(plane: Plane, client: Client, packet: ConnectPacket): Promise<Session | undefined> {
	const peer = peerOf(client.conn as TLSSocket);
	const refuse = (refusal: ConnectRefusal) => refuseConnect(plane, client, packet, peer, refusal);
	const problem =
		connectProblem(connectRequest(packet)) ??
		certificateProblem(plane.registry, peer.certificateId, plane.clock.now(), plane.behaviour);
	if (problem !== undefined) return refuse(problem);
	packet.clientId ||= `$GEN/${randomUUID()}`;
	packet.keepalive = clampKeepAlive(packet.keepalive ?? 0);

	const certificate = plane.registry.findCertificate(peer.certificateId ?? "");
	if (certificate === undefined) throw new Error("a certificate that was just found is missing");
	const session = makeSession(plane, client, packet, peer, certificate);
	if (!session.authorizer.allows("iot:Connect", session.clientId)) {
		return refuse({ code: "policy-denied", reason: session.authorizer.explain("iot:Connect", session.clientId) });
	}
	if (plane.behaviour.limitConnectRate && !plane.connectRate.allows(session.clientId)) {
		return refuse({ code: "connect-rate", reason: "AWS accepts one CONNECT a second per client id: back off" });
	}
	await takeClientId(plane, session);
	if (session.isCut || !plane.sessions.isCurrent(session) || client.conn.destroyed) {
		plane.sessions.remove(session);
		session.ended();
		hangUp(client);
		return undefined;
	}
	cutAtExpiry(plane, session);
	if (!packet.clean) plane.persistence.sessions.online(session.clientId);
	return session;
}

function peerOf(socket: TLSSocket): Peer {
	const certificate = socket.getPeerX509Certificate();
	const servername = (socket as TLSSocket & { servername?: string | false }).servername;
	return {
		certificateId: certificate?.fingerprint256.replaceAll(":", "").toLowerCase(),
		certificateDer: certificate?.raw ?? new Uint8Array(),
		ipAddress: (socket.remoteAddress ?? "").replace(/^::ffff:/, ""),
		domainName: servername || undefined,
	};
}

function connectRequest({ protocolVersion = 4, clientId, clean = true, will }: ConnectPacket) {
	const lastWill = will && { topic: will.topic, qos: will.qos ?? 0, payload: Buffer.from(will.payload ?? "") };
	return { protocolVersion, clientId, clean, will: lastWill };
}

/** 0 and what is too long become the longest, what is too short the shortest (aws-iot.md C.4). */
export function clampKeepAlive(seconds: number): number {
	if (seconds === 0) return limits.longestKeepAlive;
	return Math.min(Math.max(seconds, limits.shortestKeepAlive), limits.longestKeepAlive);
}

function makeSession(
	plane: Plane,
	client: Client,
	packet: ConnectPacket,
	peer: Peer,
	certificate: Certificate,
): Session {
	const { registry, journal, clock } = plane;
	const { clientId } = packet;
	const { ipAddress, certificateDer, domainName } = peer;
	const connect = { persistent: packet.clean === false, lastWillTopic: packet.will?.topic };
	const subject = { clientId, sourceIp: ipAddress, domainName, certificateDer, connect, now: () => clock.now() };
	const authorizer = new SessionAuthorizer({ registry, certificate, subject });
	return new Session({ client, clientId, certificate, authorizer, journal, ipAddress });
}

/** The newer session wins: the older one is cut, and the newer waits until the broker has let go of it. */
async function takeClientId(plane: Plane, session: Session): Promise<void> {
	const older = plane.sessions.add(session);
	if (older === undefined) return;
	const reason = `Another connection took the client id "${session.clientId}": AWS lets the newer one live`;
	older.cut("DUPLICATE_CLIENTID", { plane: "connect", code: "duplicate-client-id", reason });
	let timer: NodeJS.Timeout | undefined;
	const deadline = new Promise<void>((resolve) => {
		timer = setTimeout(resolve, 2000);
	});
	await Promise.race([older.gone, deadline]);
	clearTimeout(timer);
}

function cutAtExpiry({ behaviour, clock }: Plane, session: Session): void {
	const { claimForTemplate, notAfter } = session.certificate;
	if (behaviour.claimExpiry !== "cut-session" || claimForTemplate === undefined) return;
	const reason = `The claim for template "${claimForTemplate}" expired while connected (claimExpiry: cut-session)`;
	session.onEnd = clock.at(notAfter, () =>
		session.cut("AUTH_ERROR", { plane: "connect", code: "claim-expired", reason }),
	);
}

function refuseConnect(
	{ journal, behaviour }: Plane,
	client: Client,
	{ clientId, protocolVersion = 4 }: ConnectPacket,
	{ certificateId }: Peer,
	{ code, reason, connack }: ConnectRefusal,
): undefined {
	journal.add({
		plane: "connect",
		code,
		reason,
		// It may be megabytes long when it is the reason of the refusal.
		clientId: clientId.slice(0, limits.clientId),
		...(certificateId === undefined ? {} : { certificateId }),
	});
	if (connack !== undefined || behaviour.denial === "answer") {
		client.conn.write(refusingConnack(connack ?? "not-authorized", protocolVersion));
	}
	hangUp(client);
	return undefined;
}
