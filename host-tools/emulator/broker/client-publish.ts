import type { Aedes, Client, PublishPacket } from "aedes";

type Callback = (error?: Error | null) => void;
type Publish = (packet: PublishPacket, client: Client | Callback | null, callback?: Callback) => void;

/**
 * Decides what becomes of a client's packet. aedes acknowledges a QoS 1 packet and then publishes it; of a packet that was
 * settled here before its acknowledgement, it publishes nothing more.
 */
export class ClientPublish {
	readonly #publish: Publish;
	readonly #settled = new WeakSet<PublishPacket>();

	/** Takes the place of the broker's own `publish`. */
	constructor(broker: Aedes) {
		this.#publish = broker.publish.bind(broker) as Publish;
		const replacement: Publish = (packet, client, callback) => {
			if (!this.#settled.delete(packet)) return this.#publish(packet, client, callback);
			return (callback ?? (client as Callback))();
		};
		broker.publish = replacement as Aedes["publish"];
	}

	/** Publishes at once: what is acknowledged afterwards is stored. */
	publishFirst(packet: PublishPacket, client: Client, callback: Callback): void {
		this.#publish(packet, client, (error) => {
			if (!error) this.#settled.add(packet);
			callback(error);
		});
	}

	/** The packet is acknowledged and goes to no subscriber. */
	withhold(packet: PublishPacket): void {
		this.#settled.add(packet);
	}
}
