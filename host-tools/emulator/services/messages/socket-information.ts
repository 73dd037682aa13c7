import type { Connection } from "../../broker/connections.js";

/** Where a client connected from, and to, in the words of the API. */
export function socketInformation({ ipAddress, facts }: Pick<Connection, "ipAddress" | "facts">): object {
	const { sourcePort, targetIp, targetPort } = facts;
	return { sourceIp: ipAddress, sourcePort, targetIp, targetPort };
}
