import Client, { type ControlMessage, type ReadableOptions } from "embedded:network/mqtt/client";
import { DeviceError, toDeviceError } from "../../ports/errors.js";
import type { MqttConnection, MqttListener, MqttOptions, Qos } from "../../ports/mqtt-client.js";
import type { Timer } from "../../ports/timer.js";
import { ConnectionGuard } from "./connection-guard.js";
import { connectionOptions } from "./connection-options.js";
import { type OutgoingPacket, PublishPacket, SubscribePacket } from "./outgoing-packet.js";
import { OutgoingQueue } from "./outgoing-queue.js";
import { PendingReplies } from "./pending-replies.js";
import type { ConnectionSessions } from "./tls-sessions.js";

/** Bytes. A whole record would be in memory three times while it is read: encrypted, decrypted, and copied. */
const pieceLength = 1024;

/** One connection of the SDK's ECMA-419 MQTT client, with the promises, ids and window keeping it leaves to its caller. */
export class ModdableMqttConnection implements MqttConnection {
	readonly #listener: MqttListener;
	readonly #guard: ConnectionGuard;
	readonly #sessions: ConnectionSessions;
	readonly #replies = new PendingReplies();
	readonly #piece = new Uint8Array(pieceLength);
	#client: Client | undefined;
	#outgoing: OutgoingQueue | undefined;
	#ended: DeviceError | undefined;

	constructor(options: MqttOptions, listener: MqttListener, timer: Timer, sessions: ConnectionSessions) {
		this.#listener = listener;
		this.#sessions = sessions;
		this.#guard = new ConnectionGuard(`${options.host}:${options.port}`, timer, (error) => this.#onFailed(error));
		this.#guard.run(() => this.#open(options));
	}

	async subscribe(topics: readonly string[], qos: Qos): Promise<readonly number[]> {
		const id = this.#replies.nextId();
		return this.#send(new SubscribePacket(id, topics, qos), id);
	}

	async publish(topic: string, payload: Uint8Array, qos: Qos): Promise<void> {
		const id = this.#replies.nextId();
		const onSent = qos === 0 ? () => this.#replies.resolve(id) : undefined;
		await this.#send(new PublishPacket(id, topic, payload, qos), id, onSent);
	}

	close(): void {
		if (this.#ended === undefined) this.#disconnect();
		this.#end(new DeviceError("closed", "The MQTT connection was closed"));
	}

	#open(options: MqttOptions): void {
		const guard = this.#guard;
		this.#client = new Client({
			...connectionOptions(options, guard, this.#sessions),
			onControl: (message: ControlMessage) => guard.run(() => this.#onControl(message)),
			onReadable: (count: number, fragment: ReadableOptions) => guard.run(() => this.#onReadable(count, fragment)),
			onWritable: (count: number) => guard.run(() => this.#outgoing?.grant(count)),
			onError: () => guard.fail(),
		});
		this.#outgoing = new OutgoingQueue(this.#client);
	}

	#send(packet: OutgoingPacket, id: number, onSent?: () => void): Promise<readonly number[]> {
		if (this.#ended !== undefined) return Promise.reject(this.#ended);
		const reply = this.#replies.wait(id);
		try {
			this.#outgoing?.push(packet, onSent);
		} catch (thrown) {
			// A full queue is the caller's alone; anything else means the connection is in an unknown state.
			this.#replies.reject(id, toDeviceError(thrown));
			if (!(thrown instanceof DeviceError)) this.#guard.fail(thrown);
		}
		return reply;
	}

	#onControl(message: ControlMessage): void {
		switch (message.operation) {
			case Client.CONNACK:
				this.#guard.enter("connected");
				this.#sessions.confirm();
				this.#listener.onConnected();
				break;
			case Client.PUBACK:
			case Client.SUBACK:
				this.#replies.resolve(message.id, message.payload);
				break;
		}
	}

	#onReadable(count: number, { topic, more }: ReadableOptions): void {
		const client = this.#client;
		let left = count;
		// Read at once and whole: what is left unread the SDK's client would parse later, from a timer without a guard.
		do {
			const payload = left < pieceLength ? this.#piece.subarray(0, left) : this.#piece;
			client?.read(payload);
			const isFirst = left === count;
			left -= payload.length;
			this.#listener.onFragment({ topic: isFirst ? topic : undefined, payload, more: more || left > 0 });
		} while (left > 0 && this.#client === client);
	}

	#onFailed(error: DeviceError): void {
		this.#end(error);
		this.#listener.onClosed(error);
	}

	#disconnect(): void {
		this.#guard.run(() => {
			const { stage } = this.#guard;
			// Between two parts of a PUBLISH nothing else may be sent.
			if (stage !== "connected" || !this.#outgoing?.empty || this.#outgoing.window < 2) return;
			this.#client?.write(null, { operation: Client.DISCONNECT });
		});
	}

	#end(error: DeviceError): void {
		if (this.#ended !== undefined) return;
		this.#ended = error;
		this.#guard.close();
		this.#replies.rejectAll(error);
		try {
			this.#client?.close();
		} catch {
			// The socket is gone already, which is what was wanted.
		}
		this.#client = undefined;
		this.#outgoing = undefined;
	}
}
