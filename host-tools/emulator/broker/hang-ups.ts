import type { Client } from "aedes";

/** ms for which a connection may end by itself before it is destroyed. */
const grace = 1000;

/** Ends connections as AWS does, and knows which are being ended: nothing more of those is to be read. */
export class HangUps {
	readonly #ending = new WeakSet<Client>();

	isHungUp(client: Client): boolean {
		return this.#ending.has(client);
	}

	/** What is written goes out, then TLS close_notify and FIN, with no MQTT packet. May be called twice. */
	hangUp(client: Client): void {
		if (this.#ending.has(client)) return;
		this.#ending.add(client);
		const { conn } = client;
		const close = () => client.close();
		if (conn.writableEnded || conn.destroyed) {
			setImmediate(close);
			return;
		}
		// What still arrives is thrown away: unread bytes would turn the end into a reset.
		conn.removeAllListeners("readable");
		setImmediate(() => conn.resume());
		const force = setTimeout(close, grace);
		force.unref();
		conn.once("close", () => clearTimeout(force));
		conn.end(close);
	}
}
