import { notFound } from "../../aws-error.js";
import type { Connections } from "../../broker/connections.js";
import type { EmulatorClock } from "../../clock.js";
import type { ApiCall, Operation } from "../../http/operation.js";
import { pageByToken, shortList } from "../../http/pages.js";
import type { ConnectionRecord, PastConnections } from "../past-connections.js";
import type { Registry } from "../registry.js";
import { thingOfConnection } from "../thing-of-connection.js";
import { clientIdIn } from "./client-id.js";
import { socketInformation } from "./socket-information.js";

/** ms for which it is known how a connection ended. */
const endKnownFor = 30 * 60_000;
const pageSize = { largest: 200, usual: 20 };

export interface ConnectionParts {
	readonly clock: EmulatorClock;
	readonly connections: Connections;
	readonly registry: Pick<Registry, "things" | "certificates">;
	readonly past: PastConnections;
}

export function connectionOperations(parts: ConnectionParts): readonly Operation[] {
	const operation = (
		name: string,
		method: Operation["method"],
		path: string,
		handle: (parts: ConnectionParts, call: ApiCall) => object | undefined,
	): Operation => ({ name, plane: "iotdata", method, path, handle: (call) => handle(parts, call) });
	return [
		operation("GetConnection", "GET", "/connections/{clientId}", getConnection),
		operation("DeleteConnection", "DELETE", "/connections/{clientId}", deleteConnection),
		operation("ListSubscriptions", "GET", "/connections/{clientId}/subscriptions", listSubscriptions),
	];
}

function getConnection({ clock, connections, registry, past }: ConnectionParts, call: ApiCall): object {
	const clientId = clientIdIn(call);
	const withSocket = call.query.boolean("includeSocketInformation") ?? false;
	call.caller.authorize("iot:GetConnection", clientId);
	const present = connections.connectionOf(clientId);
	const describe = (connection: ConnectionRecord) => ({
		...describeClient(connection, thingOfConnection(registry, connection)),
		...(withSocket && socketInformation(connection)),
	});
	if (present !== undefined) {
		return { connected: true, connectedSince: present.facts.connectedAt, ...describe(present) };
	}
	const last = past.of(clientId);
	if (last !== undefined && clock.now() < last.disconnectedAt + endKnownFor) {
		const { connection, disconnectedAt, reason } = last;
		return { connected: false, disconnectedSince: disconnectedAt, disconnectReason: reason, ...describe(connection) };
	}
	if (connections.subscriptionsOf(clientId) === undefined) throw unknown(clientId);
	return { connected: false, cleanSession: false, clientId };
}

function describeClient({ clientId, facts }: ConnectionRecord, thingName: string | undefined): object {
	const { isClean, keepAlive, sessionExpiry } = facts;
	return {
		clientId,
		...(thingName !== undefined && { thingName }),
		cleanSession: isClean,
		keepAliveDuration: keepAlive,
		sessionExpiry,
	};
}

function deleteConnection({ connections }: ConnectionParts, call: ApiCall): undefined {
	const clientId = clientIdIn(call);
	const endSession = call.query.boolean("cleanSession") ?? false;
	const keepWill = !(call.query.boolean("preventWillMessage") ?? false);
	call.caller.authorize("iot:DeleteConnection", clientId);
	if (!connections.disconnect(clientId, { keepWill, endSession })) throw unknown(clientId);
	return undefined;
}

function listSubscriptions({ connections }: ConnectionParts, call: ApiCall): object {
	const clientId = clientIdIn(call);
	call.caller.authorize("iot:ListSubscriptions", clientId);
	const filters = connections.subscriptionsOf(clientId);
	if (filters === undefined) throw unknown(clientId);
	const sorted = shortList([...filters], ([filter]) => filter);
	const { items, next } = pageByToken(call, sorted, pageSize);
	return {
		subscriptions: items.map(([topicFilter, qos]) => ({ topicFilter, qos })),
		...(next !== undefined && { nextToken: next }),
	};
}

/** Neither a connection nor a session. */
export function unknown(clientId: string): Error {
	return notFound(`There is no connection of the client ${clientId}`);
}
