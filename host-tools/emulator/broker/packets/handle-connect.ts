import { randomUUID } from "node:crypto";
import { SessionAuthorizer } from "../../policy/session-authorizer.js";
import type { BrokerParts } from "../broker-parts.js";
import type { ConnectPacket } from "../codec/client-packet.js";
import type { ClientConnection } from "../connection/client-connection.js";
import type { Peer } from "../connection/peer.js";
import { limits } from "../limits.js";
import type { CustomIdentity, Problem } from "../principals.js";
import type { Session } from "../sessions/session.js";
import type { LastWill, NewSession } from "../sessions/session-options.js";
import { type SessionTerms, sessionTerms } from "../sessions/session-terms.js";
import { acceptance } from "./connack.js";
import { type ConnectRefusal, connectProblem } from "./connect-problem.js";
import type { ConnectRate } from "./connect-rate.js";
import { refuseConnect } from "./refuse-connect.js";
import { subscribeProblem } from "./subscribe-problem.js";

export interface ConnectParts extends BrokerParts {
	/** Asked only with `limitConnectRate`. */
	readonly connectRate: ConnectRate;
	/** Its end is followed by the broker. */
	readonly makeSession: (options: NewSession) => Session;
}

/** Whom a CONNECT is from. */
export interface Client {
	readonly connection: ClientConnection;
	readonly peer: Peer;
	/** Who a custom authorizer says it is; undefined for a client with a certificate or a signature. */
	readonly identity?: CustomIdentity | undefined;
}

/**
 * Decides on a CONNECT, on a connection that is paused. Returns the session, whose CONNACK goes out, and whose packets are read,
 * once what it changed is stored; undefined when the client was turned away.
 */
export function handleConnect(parts: ConnectParts, client: Client, packet: ConnectPacket): Session | undefined {
	const { connection, peer, identity } = client;
	const refuse = (refusal: ConnectRefusal) => refuseConnect(parts, connection, packet, peer, refusal);
	const whoseProblem = () => (identity === undefined ? parts.principals.problem(peer) : undefined);
	// A certificate that is asked for may be registered by that: only a CONNECT that could be let in asks.
	const refusal = connectProblem(packet, parts.reserved) ?? whoseProblem();
	if (refusal !== undefined) return refuse(refusal);
	const session = begin(parts, client, packet, sessionTerms(packet));
	const problem = sessionProblem(parts, session);
	if (problem !== undefined) return refuse(problem);
	takeClientId(parts, session);
	establish(parts, session, packet, identity);
	return session;
}

function begin(
	parts: ConnectParts,
	{ connection, peer, identity }: Client,
	packet: ConnectPacket,
	terms: SessionTerms,
): Session {
	const { principals, clock } = parts;
	const { certificateId, certificateDer, ipAddress, domainName, ends } = peer;
	const principal = identity?.principal ?? peer.user ?? certificateId;
	if (principal === undefined) throw new Error("a client without a certificate has a problem");
	const clientId = packet.clientId || `$GEN/${randomUUID()}`;
	const persistent = terms.sessionExpirySeconds > 0;
	const connect = { persistent, lastWillTopic: packet.will?.topic };
	const subject = { clientId, sourceIp: ipAddress, domainName, certificateDer, connect, now: () => clock.now() };
	const authorizer = new SessionAuthorizer({ rights: identity?.rights ?? principals.rightsOf(peer), subject });
	const will = willOf(packet);
	return parts.makeSession({
		connection,
		clientId,
		principal,
		certificateId,
		authorizer,
		ipAddress,
		ends,
		terms,
		will,
	});
}

function willOf({ will }: ConnectPacket): LastWill | undefined {
	if (will === undefined) return undefined;
	const { willDelayInterval = 0, ...properties } = will.properties ?? {};
	return {
		topic: will.topic,
		// A copy: the payload may be a view of a whole chunk from the socket, and is held as long as the session lasts.
		payload: Buffer.from(will.payload),
		qos: will.qos === 0 ? 0 : 1,
		retain: will.retain,
		delaySeconds: willDelayInterval,
		...(Object.keys(properties).length > 0 && { properties }),
	};
}

/** Why a session that would be good is not let in. */
function sessionProblem(parts: ConnectParts, { authorizer, clientId, terms }: Session): ConnectRefusal | undefined {
	if (!authorizer.allows("iot:Connect", clientId)) {
		return { code: "policy-denied", reason: authorizer.explain("iot:Connect", clientId) };
	}
	if (parts.behaviour.limitConnectRate && !parts.connectRate.allows(clientId)) {
		return { code: "connect-rate", reason: "AWS accepts one CONNECT a second per client id: back off" };
	}
	if (terms.sessionExpirySeconds === 0 || parts.persistent.hasRoomFor(clientId)) return undefined;
	const reason = `${limits.persistentSessions} persistent sessions are kept, which is this emulator's limit: connect with a clean session`;
	return { code: "too-many-sessions", reason };
}

/** The newer session wins. */
function takeClientId({ sessions, wills }: ConnectParts, session: Session): void {
	const { clientId, cleanSession } = session;
	const reason = `Another connection took the client id "${clientId}": AWS lets the newer one live`;
	sessions.of(clientId)?.cut("DUPLICATE_CLIENTID", { plane: "connect", code: "duplicate-client-id", reason });
	wills.clientIsBack(clientId, !cleanSession);
	sessions.add(session);
}

function establish(
	parts: ConnectParts,
	session: Session,
	packet: ConnectPacket,
	identity: CustomIdentity | undefined,
): void {
	const { store, connections, clock } = parts;
	const { sessionPresent, isChanged } = prepare(parts, session);
	session.cancelAlarm = endInTime(parts, session, identity);
	const open = () => {
		if (session.hasEnded) return;
		session.isEstablished = true;
		session.connectedAt = clock.now();
		session.connection.allowSilence(1500 * session.keepAliveSeconds);
		session.connection.send(acceptance(session, packet, sessionPresent));
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

/** Cuts the session when it has no right to be there any more. Returns what ends that. */
function endInTime(
	{ principals, clock }: ConnectParts,
	session: Session,
	identity: CustomIdentity | undefined,
): (() => void) | undefined {
	const cut = ({ code, reason }: Problem) => session.cut("AUTH_ERROR", { plane: "connect", code, reason });
	if (identity !== undefined) return identity.watch(cut);
	const end = session.certificateId === undefined ? undefined : principals.endOfSession(session.certificateId);
	return end && clock.at(end.at, () => cut(end));
}

/**
 * A clean start ends what was kept of an earlier session; any other takes it over, without subscriptions that the policy denies
 * now. What is kept from now on is decided by how long the client wants it.
 */
function prepare(parts: ConnectParts, session: Session) {
	const { persistent } = parts;
	const { clientId, cleanSession, terms } = session;
	const wasThere = cleanSession && persistent.end(clientId);
	if (terms.sessionExpirySeconds === 0 && !persistent.has(clientId)) {
		return { sessionPresent: false, isChanged: wasThere };
	}
	const { session: kept, isPresent } = persistent.begin(clientId, terms.sessionExpirySeconds);
	session.persistent = kept;
	for (const [topic, qos] of [...kept.filters]) {
		const refused = subscribeProblem(parts, session, { topic, qos });
		if (refused === undefined) continue;
		session.refuse(refused);
		persistent.unsubscribe(kept, topic);
	}
	return { sessionPresent: isPresent, isChanged: true };
}
