import type { Client } from "aedes";

const ending = new WeakSet<Client>();

/** True once `hangUp` was called: nothing more of this client is to be read. */
export function isHungUp(client: Client): boolean {
	return ending.has(client);
}

/** Ends a connection as AWS does: what is written goes out, then TLS close_notify and FIN, with no MQTT packet. */
export function hangUp(client: Client): void {
	if (ending.has(client)) return;
	ending.add(client);
	const { conn } = client;
	const close = () => client.close();
	if (conn.writableEnded || conn.destroyed) {
		setImmediate(close);
		return;
	}
	// What still arrives is thrown away: unread bytes would turn the end into a reset.
	conn.removeAllListeners("readable");
	setImmediate(() => conn.resume());
	const force = setTimeout(close, 1000);
	force.unref();
	conn.once("close", () => clearTimeout(force));
	conn.end(close);
}
