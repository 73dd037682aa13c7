import type { Connections, DisconnectReason } from "../../broker/connections.js";
import { type ApiCall, epochSeconds, type Operation } from "../../http/operation.js";
import { checkThingName } from "../checks.js";
import type { ConnectionRecord, PastConnections } from "../past-connections.js";
import type { Registry } from "../registry.js";
import { socketInformation } from "./socket-information.js";

interface Parts {
	readonly connections: Pick<Connections, "connectionOf">;
	readonly registry: Pick<Registry, "things">;
	readonly past: PastConnections;
}

export function connectivityOperations(parts: Parts): readonly Operation[] {
	return [
		{
			name: "GetThingConnectivityData",
			method: "POST",
			path: "/things/{thingName}/connectivity-data",
			handle: (call) => getThingConnectivityData(parts, call),
		},
	];
}

/** Of a thing that never connected since the emulator started, no more is known. */
function getThingConnectivityData({ connections, registry, past }: Parts, call: ApiCall): object {
	const thingName = checkThingName(call.path("thingName"));
	const withSocket = call.body().boolean("includeSocketInformation") ?? false;
	registry.things.describeThing(thingName);
	const clientId = past.clientIdOf(thingName);
	const describe = (connection: ConnectionRecord, at: number, disconnectReason: DisconnectReason | "NONE") => {
		const { keepAlive, isClean, sessionExpiry } = connection.facts;
		return {
			thingName,
			connected: disconnectReason === "NONE",
			timestamp: epochSeconds(at),
			disconnectReason,
			...(withSocket && socketInformation(connection)),
			keepAliveDuration: keepAlive,
			cleanSession: isClean,
			sessionExpiry,
			clientId: connection.clientId,
		};
	};
	const present = connections.connectionOf(clientId);
	if (present !== undefined) return describe(present, present.facts.connectedAt, "NONE");
	const last = past.of(clientId);
	if (last !== undefined) return describe(last.connection, last.disconnectedAt, last.reason);
	return { thingName, connected: false };
}
