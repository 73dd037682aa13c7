import { randomUUID } from "node:crypto";
import type { TLSSocket } from "node:tls";
import type { Client, ConnectPacket } from "aedes";
import type { Behaviour } from "../behaviour.js";
import type { EmulatorClock } from "../clock.js";
import type { RefusalJournal } from "../journal.js";
import { SessionAuthorizer } from "../policy/session-authorizer.js";
import { refusingConnack } from "./connack.js";
import { type ConnectRefusal, connectProblem } from "./connect-problem.js";
import { ConnectRate } from "./connect-rate.js";
import type { HangUps } from "./hang-ups.js";
import { limits } from "./limits.js";
import type { Principals } from "./principals.js";
import { Session } from "./session.js";
import type { SessionTable } from "./session-table.js";

/** ms for which a newer session waits for the broker to let go of the older one. */
const takeOverWait = 2000;

interface Peer {
	readonly certificateId: string | undefined;
	readonly certificateDer: Uint8Array;
	readonly ipAddress: string;
	readonly domainName: string | undefined;
}

export interface AdmissionParts {
	readonly principals: Principals;
	readonly sessions: SessionTable;
	readonly hangUps: HangUps;
	readonly clock: EmulatorClock;
	readonly journal: RefusalJournal;
	readonly behaviour: Pick<Required<Behaviour>, "denial" | "limitConnectRate">;
}

/** Decides on each CONNECT. */
export class Admission {
	readonly #parts: AdmissionParts;
	/** Asked only with `limitConnectRate`. */
	readonly #connectRate: ConnectRate;

	constructor(parts: AdmissionParts) {
		this.#parts = parts;
		this.#connectRate = new ConnectRate(parts.clock);
	}

	/** Returns the session, the packet made fit for the broker; or undefined when the client was turned away. */
	async admit(client: Client, packet: ConnectPacket): Promise<Session | undefined> {
		try {
			return await this.#admit(client, packet);
		} catch (error) {
			const reason = `CONNECT failed in the emulator: ${(error as Error).message}`;
			this.#parts.journal.add({ plane: "connect", code: "internal-failure", reason });
			this.#parts.hangUps.hangUp(client);
			return undefined;
		}
	}

	async #admit(client: Client, packet: ConnectPacket): Promise<Session | undefined> {
		const { principals, sessions, hangUps, behaviour } = this.#parts;
		const peer = peerOf(client.conn as TLSSocket);
		const refuse = (refusal: ConnectRefusal) => this.#refuse(client, packet, peer, refusal);
		const { certificateId } = peer;
		const problem = connectProblem(connectRequest(packet)) ?? principals.problem(certificateId);
		if (problem !== undefined) return refuse(problem);
		if (certificateId === undefined) throw new Error("a client without a certificate has no problem");
		packet.clientId ||= `$GEN/${randomUUID()}`;
		packet.keepalive = clampKeepAlive(packet.keepalive ?? 0);

		const session = this.#makeSession(client, packet, peer, certificateId);
		if (!session.authorizer.allows("iot:Connect", session.clientId)) {
			return refuse({ code: "policy-denied", reason: session.authorizer.explain("iot:Connect", session.clientId) });
		}
		if (behaviour.limitConnectRate && !this.#connectRate.allows(session.clientId)) {
			return refuse({ code: "connect-rate", reason: "AWS accepts one CONNECT a second per client id: back off" });
		}
		await this.#takeClientId(session);
		if (session.isCut || !sessions.isCurrent(session) || client.conn.destroyed) {
			sessions.remove(session);
			session.ended();
			hangUps.hangUp(client);
			return undefined;
		}
		this.#cutAtEnd(session);
		return session;
	}

	#makeSession(client: Client, packet: ConnectPacket, peer: Peer, certificateId: string): Session {
		const { principals, journal, clock, hangUps } = this.#parts;
		const { clientId } = packet;
		const { ipAddress, certificateDer, domainName } = peer;
		const connect = { persistent: packet.clean === false, lastWillTopic: packet.will?.topic };
		const subject = { clientId, sourceIp: ipAddress, domainName, certificateDer, connect, now: () => clock.now() };
		const authorizer = new SessionAuthorizer({ rights: principals.rightsOf(certificateId), subject });
		const hangUp = () => hangUps.hangUp(client);
		return new Session({ client, clientId, certificateId, authorizer, journal, ipAddress, hangUp });
	}

	/** The newer session wins: the older one is cut, and the newer waits until the broker has let go of it. */
	async #takeClientId(session: Session): Promise<void> {
		const older = this.#parts.sessions.add(session);
		if (older === undefined) return;
		const reason = `Another connection took the client id "${session.clientId}": AWS lets the newer one live`;
		older.cut("DUPLICATE_CLIENTID", { plane: "connect", code: "duplicate-client-id", reason });
		let timer: NodeJS.Timeout | undefined;
		const deadline = new Promise<void>((resolve) => {
			timer = setTimeout(resolve, takeOverWait);
		});
		await Promise.race([older.gone, deadline]);
		clearTimeout(timer);
	}

	#cutAtEnd(session: Session): void {
		const end = this.#parts.principals.endOfSession(session.certificateId);
		if (end === undefined) return;
		const { at, code, reason } = end;
		session.onEnd = this.#parts.clock.at(at, () => session.cut("AUTH_ERROR", { plane: "connect", code, reason }));
	}

	#refuse(
		client: Client,
		{ clientId, protocolVersion = 4 }: ConnectPacket,
		{ certificateId }: Peer,
		{ code, reason, connack }: ConnectRefusal,
	): undefined {
		const { journal, behaviour, hangUps } = this.#parts;
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
		hangUps.hangUp(client);
		return undefined;
	}
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

/** 0 and what is too long become the longest, what is too short the shortest (docs/aws-behaviour.md, "Connections"). */
export function clampKeepAlive(seconds: number): number {
	if (seconds === 0) return limits.longestKeepAlive;
	return Math.min(Math.max(seconds, limits.shortestKeepAlive), limits.longestKeepAlive);
}
