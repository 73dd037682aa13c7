import type { Connection, Connections } from "../../broker/connections.js";
import type { Operation } from "../../http/operation.js";
import { pageByToken, shortList } from "../../http/pages.js";
import { own } from "./own-operation.js";

/** Who is connected, page by page. */
export function connectionOperations(connections: Pick<Connections, "all">): readonly Operation[] {
	return [
		own("GET", "connections", (call) => {
			const all = [...connections.all()];
			const { items, next } = pageByToken(
				call,
				shortList(all, ({ clientId }) => clientId),
			);
			return { count: all.length, connections: items.map(shown), nextToken: next };
		}),
	];
}

function shown({ clientId, principal, ipAddress, filters }: Connection): object {
	return { clientId, principal, ipAddress, subscriptions: [...filters].map(([topic, qos]) => ({ topic, qos })) };
}
