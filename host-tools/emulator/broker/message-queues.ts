import type { Store } from "../store/store.js";
import type { Table } from "../store/table.js";
import { limits } from "./limits.js";

/** What aedes hands to a queue and takes from it. `brokerId` and `brokerCounter` say which message, `messageId` which delivery. */
export interface QueuedPacket {
	readonly cmd: "publish";
	readonly topic: string;
	readonly payload: Buffer;
	readonly qos: 0 | 1 | 2;
	readonly brokerId: string;
	readonly brokerCounter: number;
	readonly retain: boolean;
	readonly dup: boolean;
	messageId?: number | undefined;
}

export type PacketId = Partial<Pick<QueuedPacket, "brokerId" | "brokerCounter" | "messageId">>;

interface Row {
	readonly clientId: string;
	readonly sequence: number;
	readonly packet: QueuedPacket;
}

/** QoS 1 messages that wait for persistent sessions, online or not, until they are acknowledged. */
export class MessageQueues {
	readonly #table: Table<Row>;
	readonly #queues = new Map<string, Row[]>();
	#sequence = 0;
	#bytes = 0;

	constructor(store: Store) {
		this.#table = store.table<Row>("queued", { encode: encodeRow, decode: decodeRow });
		for (const row of [...this.#table.values()].sort((a, b) => a.sequence - b.sequence)) {
			this.#append(row);
			this.#sequence = row.sequence + 1;
		}
	}

	/** False when the queue is full and the message is lost to this session. */
	add(clientId: string, packet: QueuedPacket): boolean {
		const full = (this.#queues.get(clientId)?.length ?? 0) >= limits.queuedMessages;
		if (full || this.#bytes + packet.payload.length > limits.storedBytes) return false;
		const payload = Buffer.from(packet.payload);
		const row = { clientId, sequence: this.#sequence++, packet: { ...packet, payload, messageId: undefined } };
		this.#table.set(key(row), row);
		this.#append(row);
		return true;
	}

	/** Notes under which id a message is under way. One that was dropped is nobody's loss. */
	update(clientId: string, { brokerId, brokerCounter, messageId }: PacketId): void {
		const row = this.#queues.get(clientId)?.find(({ packet }) => isMessage(packet, brokerId, brokerCounter));
		if (row !== undefined) row.packet.messageId = messageId;
	}

	remove(clientId: string, id: PacketId): QueuedPacket | undefined {
		const queue = this.#queues.get(clientId);
		if (queue === undefined) return undefined;
		const index = queue.findIndex(({ packet }) =>
			id.messageId === undefined ? isMessage(packet, id.brokerId, id.brokerCounter) : packet.messageId === id.messageId,
		);
		const row = queue[index];
		if (row === undefined) return undefined;
		queue.splice(index, 1);
		if (queue.length === 0) this.#queues.delete(clientId);
		this.#forget(row);
		return row.packet;
	}

	list(clientId: string): readonly QueuedPacket[] {
		return (this.#queues.get(clientId) ?? []).map(({ packet }) => packet);
	}

	clear(clientId: string): void {
		for (const row of this.#queues.get(clientId) ?? []) this.#forget(row);
		this.#queues.delete(clientId);
	}

	#append(row: Row): void {
		const queue = this.#queues.get(row.clientId) ?? [];
		this.#queues.set(row.clientId, queue);
		queue.push(row);
		this.#bytes += row.packet.payload.length;
	}

	#forget(row: Row): void {
		this.#table.delete(key(row));
		this.#bytes -= row.packet.payload.length;
	}
}

function isMessage(packet: QueuedPacket, brokerId: string | undefined, brokerCounter: number | undefined): boolean {
	return packet.brokerCounter === brokerCounter && packet.brokerId === brokerId;
}

function key({ clientId, sequence }: Row): string {
	return `${sequence} ${clientId}`;
}

function encodeRow({ clientId, sequence, packet: { topic, payload, qos } }: Row): unknown {
	return { clientId, sequence, topic, payload: payload.toString("base64"), qos };
}

function decodeRow(json: unknown): Row {
	const { clientId, sequence, topic, payload, qos } = json as {
		clientId: string;
		sequence: number;
		topic: string;
		payload: string;
		qos: 0 | 1;
	};
	const origin = { brokerId: "before-restart", brokerCounter: sequence + 1 };
	const message = { topic, payload: Buffer.from(payload, "base64"), qos };
	return { clientId, sequence, packet: { cmd: "publish", retain: false, dup: false, ...message, ...origin } };
}
