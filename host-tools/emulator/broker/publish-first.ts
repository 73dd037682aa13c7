import type { Aedes, Client, PublishPacket } from "aedes";

type Callback = (error?: Error | null) => void;
type Publish = (packet: PublishPacket, client: Client | Callback | null, callback?: Callback) => void;

/**
 * aedes acknowledges a QoS 1 message before it stores it. The returned function publishes at once, and the broker's own publish
 * of the same packet, after its acknowledgement, then does nothing: so what is acknowledged is stored.
 */
export function publishFirst(broker: Aedes): (packet: PublishPacket, client: Client, callback: Callback) => void {
	const publish = broker.publish.bind(broker) as Publish;
	const published = new WeakSet<PublishPacket>();
	const replacement: Publish = (packet, client, callback) => {
		if (!published.delete(packet)) return publish(packet, client, callback);
		return (callback ?? (client as Callback))();
	};
	broker.publish = replacement as Aedes["publish"];
	return (packet, client, callback) => {
		publish(packet, client, (error) => {
			if (!error) published.add(packet);
			callback(error);
		});
	};
}
