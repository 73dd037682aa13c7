import { randomUUID } from "node:crypto";
import { generate, type IConnectPacket } from "mqtt-packet";
import { SessionAuthorizer } from "../../policy/session-authorizer.js";
import type { BrokerParts } from "../broker-parts.js";
import type { ClientConnection } from "../connection/client-connection.js";
import type { Peer } from "../connection/peer.js";
import type { ConnectionFacts } from "../connections.js";
import { limits } from "../limits.js";
import type { LastWill, Session } from "../sessions/session.js";
import { type ConnectRefusal, connectProblem, returnCodes } from "./connect-problem.js";
import type { ConnectRate } from "./connect-rate.js";
import { subscribeProblem } from "./subscribe-problem.js";

export interface ConnectParts extends BrokerParts {
	/** Asked only with `limitConnectRate`. */
	readonly connectRate: ConnectRate;
	/** Its end is followed by the broker. */
	readonly makeSession: (options: NewSession) => Session;
}

export interface NewSession {
	readonly connection: ClientConnection;
	readonly clientId: string;
	readonly principal: string;
	readonly certificateId: string | undefined;
	readonly authorizer: SessionAuthorizer;
	readonly ipAddress: string;
	readonly facts: ConnectionFacts;
	readonly will: LastWill | undefined;
}

/**
 * Decides on a CONNECT, on a connection that is paused. Returns the session, whose CONNACK goes out, and whose packets are read,
 * once what it changed is stored; undefined when the client was turned away.
 */
export function handleConnect(
	parts: ConnectParts,
	{ connection, peer }: { readonly connection: ClientConnection; readonly peer: Peer },
	packet: IConnectPacket,
): Session | undefined {
	const refusal = admissionProblem(parts, packet, peer);
	if (refusal !== undefined) return refuse(parts, connection, packet, peer, refusal);
	const session = begin(parts, connection, packet, peer);
	const { clientId } = session;
	if (!session.authorizer.allows("iot:Connect", clientId)) {
		const reason = session.authorizer.explain("iot:Connect", clientId);
		return refuse(parts, connection, packet, peer, { code: "policy-denied", reason });
	}
	if (parts.behaviour.limitConnectRate && !parts.connectRate.allows(clientId)) {
		const reason = "AWS accepts one CONNECT a second per client id: back off";
		return refuse(parts, connection, packet, peer, { code: "connect-rate", reason });
	}
	if (packet.clean === false && !parts.persistent.hasRoomFor(clientId)) {
		const reason = `${limits.persistentSessions} persistent sessions are kept, which is this emulator's limit: connect with a clean session`;
		return refuse(parts, connection, packet, peer, { code: "too-many-sessions", reason });
	}
	takeClientId(parts, session);
	establish(parts, session, packet);
	return session;
}

function admissionProblem(parts: ConnectParts, packet: IConnectPacket, peer: Peer) {
	const { clientId, clean = true, will } = packet;
	const lastWill = will && { topic: will.topic, qos: will.qos ?? 0, payload: Buffer.from(will.payload ?? "") };
	return connectProblem({ clientId, clean, will: lastWill }, parts.reserved) ?? parts.principals.problem(peer);
}

function begin(parts: ConnectParts, connection: ClientConnection, packet: IConnectPacket, peer: Peer): Session {
	const { principals, clock } = parts;
	const { certificateId, certificateDer, ipAddress, domainName } = peer;
	const principal = peer.user ?? certificateId;
	if (principal === undefined) throw new Error("a client without a certificate has a problem");
	const clientId = packet.clientId || `$GEN/${randomUUID()}`;
	const connect = { persistent: packet.clean === false, lastWillTopic: packet.will?.topic };
	const subject = { clientId, sourceIp: ipAddress, domainName, certificateDer, connect, now: () => clock.now() };
	const authorizer = new SessionAuthorizer({ rights: principals.rightsOf(peer), subject });
	return parts.makeSession({
		connection,
		clientId,
		principal,
		certificateId,
		authorizer,
		ipAddress,
		facts: factsOf(packet, peer, clock.now()),
		will: willOf(packet),
	});
}

function factsOf({ clean, keepalive = 0 }: IConnectPacket, { ends }: Peer, connectedAt: number): ConnectionFacts {
	const isClean = clean !== false;
	const sessionExpiry = isClean ? 0 : limits.sessionExpiry / 1000;
	return { ...ends, keepAlive: keepalive, isClean, sessionExpiry, connectedAt };
}

function willOf({ will }: IConnectPacket): LastWill | undefined {
	if (will === undefined) return undefined;
	// A copy: the payload may be a view of a whole chunk from the socket, and is held as long as the session lasts.
	return {
		topic: will.topic,
		payload: Buffer.from(will.payload ?? ""),
		qos: will.qos === 0 ? 0 : 1,
		retain: will.retain ?? false,
	};
}

/** The newer session wins. */
function takeClientId({ sessions }: ConnectParts, session: Session): void {
	const { clientId } = session;
	const reason = `Another connection took the client id "${clientId}": AWS lets the newer one live`;
	sessions.of(clientId)?.cut("DUPLICATE_CLIENTID", { plane: "connect", code: "duplicate-client-id", reason });
	sessions.add(session);
}

function establish(parts: ConnectParts, session: Session, packet: IConnectPacket): void {
	const { store, connections, principals, clock } = parts;
	const { sessionPresent, isChanged } = prepare(parts, session, packet.clean !== false);
	const end = session.certificateId === undefined ? undefined : principals.endOfSession(session.certificateId);
	if (end !== undefined) {
		const { at, code, reason } = end;
		session.cancelAlarm = clock.at(at, () => session.cut("AUTH_ERROR", { plane: "connect", code, reason }));
	}
	const open = () => {
		if (session.hasEnded) return;
		session.isEstablished = true;
		session.connection.allowSilence(1500 * clampKeepAlive(packet.keepalive ?? 0));
		session.connection.send(generate({ cmd: "connack", returnCode: returnCodes.accepted, sessionPresent }));
		connections.report((listener) => listener.connected?.(session));
		session.persistent?.connect(session);
		// After this turn: the caller must know the session before its next packet.
		process.nextTick(() => session.connection.resume());
	};
	if (!isChanged || !store.isKept) {
		open();
		return;
	}
	store.durable().then(open, (error: Error) => {
		const reason = `The session cannot be stored: ${error.message}`;
		session.cut("SERVER_ERROR", { plane: "limits", code: "internal-failure", reason });
	});
}

/** A clean session ends what was kept of an earlier one; any other takes it over, without subscriptions that the policy denies now. */
function prepare(parts: ConnectParts, session: Session, isClean: boolean) {
	const { persistent } = parts;
	if (isClean) return { sessionPresent: false, isChanged: persistent.end(session.clientId) };
	const { session: kept, isPresent } = persistent.begin(session.clientId);
	session.persistent = kept;
	for (const [topic, qos] of [...kept.filters]) {
		const refused = subscribeProblem(parts, session, { topic, qos });
		if (refused === undefined) continue;
		session.refuse(refused);
		persistent.unsubscribe(kept, topic);
	}
	return { sessionPresent: isPresent, isChanged: true };
}

function refuse(
	{ journal, behaviour }: ConnectParts,
	connection: ClientConnection,
	{ clientId }: IConnectPacket,
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
		const returnCode = connack ?? returnCodes.notAuthorized;
		connection.send(generate({ cmd: "connack", returnCode, sessionPresent: false }));
	}
	connection.hangUp();
	return undefined;
}

/** 0 and what is too long become the longest, what is too short the shortest (docs/aws-behaviour.md, "Connections"). */
function clampKeepAlive(seconds: number): number {
	if (seconds === 0) return limits.longestKeepAlive;
	return Math.min(Math.max(seconds, limits.shortestKeepAlive), limits.longestKeepAlive);
}
