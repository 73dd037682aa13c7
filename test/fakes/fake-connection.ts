import type { Connection, ConnectionFacts } from "../../host-tools/emulator/broker/connections.js";

const facts: ConnectionFacts = {
	sourcePort: 50_000,
	targetIp: "127.0.0.1",
	targetPort: 8883,
	keepAlive: 60,
	isClean: true,
	sessionExpiry: 0,
	connectedAt: 0,
};

/** A connection of a client that nobody sees, with a certificate unless told otherwise. */
export function fakeConnection(given: Partial<Connection> & Pick<Connection, "clientId">): Connection {
	const certificateId = "certificateId" in given ? given.certificateId : "c".repeat(64);
	return {
		principal: certificateId ?? "AIDA:user",
		ipAddress: "127.0.0.1",
		filters: new Map(),
		facts,
		connectedAt: 0,
		keepAliveSeconds: 60,
		cleanSession: true,
		protocolVersion: 4,
		sessionExpirySeconds: 0,
		...given,
		certificateId,
	};
}
