import type { Client } from "aedes";

/** Ends a connection as AWS does: what is written goes out, then TLS close_notify and FIN, with no MQTT packet. */
export function hangUp(client: Client): void {
	const { conn } = client;
	// What still arrives is thrown away: unread bytes would turn the end into a reset.
	conn.removeAllListeners("readable");
	setImmediate(() => conn.resume());
	const close = () => client.close();
	const force = setTimeout(close, 1000);
	force.unref();
	conn.once("close", () => clearTimeout(force));
	if (conn.writableEnded || conn.destroyed) close();
	else conn.end(close);
}
