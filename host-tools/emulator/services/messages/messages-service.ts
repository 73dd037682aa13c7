import { PastConnections } from "../past-connections.js";
import type { Service, ServiceParts } from "../service.js";
import { thingOfConnection } from "../thing-of-connection.js";
import { connectionOperations } from "./connection-operations.js";
import { connectivityOperations } from "./connectivity-operations.js";
import { directMessageOperations } from "./direct-message-operations.js";
import { publishOperations } from "./publish-operations.js";
import { retainedOperations } from "./retained-operations.js";

/** AWS IoT Data without the shadows: messages and connections over HTTP (docs/aws-behaviour.md, "Messages over HTTP"). */
export function messagesService({
	clock,
	connections,
	registry,
}: Pick<ServiceParts, "clock" | "connections" | "registry">): Service {
	const past = new PastConnections({ clock, thingOf: (connection) => thingOfConnection(registry, connection) });
	const parts = { clock, connections, registry, past };
	return {
		name: "messages",
		operations: [
			...publishOperations(connections),
			...retainedOperations(connections),
			...connectionOperations(parts),
			...directMessageOperations(parts),
			...connectivityOperations(parts),
		],
		close: connections.follow(past),
	};
}
