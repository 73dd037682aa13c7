import type { MessageProperties, UserProperty } from "../routing/message-properties.js";

export type ProtocolVersion = 4 | 5;

/** What a client of AWS IoT may send; QoS 2 has no more of it than PUBLISH. */
export type ClientPacket =
	| ConnectPacket
	| PublishPacket
	| { readonly cmd: "puback"; readonly messageId: number }
	| SubscribePacket
	| { readonly cmd: "unsubscribe"; readonly messageId: number; readonly filters: readonly string[] }
	| { readonly cmd: "pingreq" }
	| DisconnectPacket;

/** Of CONNECT with MQTT 5 (3.1.2.11). */
export interface ConnectProperties {
	/** Seconds. */
	readonly sessionExpiryInterval?: number;
	/** QoS 1 messages that may be under way to the client. */
	readonly receiveMaximum?: number;
	/** Bytes. */
	readonly maximumPacketSize?: number;
	readonly topicAliasMaximum?: number;
	readonly requestResponseInformation?: boolean;
	readonly requestProblemInformation?: boolean;
	readonly authenticationMethod?: string;
	readonly userProperties?: readonly UserProperty[];
}

export interface WillPacket {
	readonly topic: string;
	/** A view of the packet. */
	readonly payload: Buffer;
	readonly qos: 0 | 1 | 2;
	readonly retain: boolean;
	readonly properties: (MessageProperties & { readonly willDelayInterval?: number }) | undefined;
}

export interface ConnectPacket {
	readonly cmd: "connect";
	readonly protocolVersion: ProtocolVersion;
	readonly clientId: string;
	/** Clean session, or clean start with MQTT 5. */
	readonly clean: boolean;
	/** Seconds. */
	readonly keepAlive: number;
	readonly will: WillPacket | undefined;
	readonly username: string | undefined;
	/** A view of the packet. */
	readonly password: Buffer | undefined;
	readonly properties: ConnectProperties;
}

export interface PublishPacket {
	readonly cmd: "publish";
	/** May be empty where a topic alias stands for it. */
	readonly topic: string;
	/** A view of the packet, and of the chunk from the socket it came in. */
	readonly payload: Buffer;
	readonly qos: 0 | 1 | 2;
	readonly retain: boolean;
	/** 0 at QoS 0. */
	readonly messageId: number;
	readonly topicAlias: number | undefined;
	readonly properties: MessageProperties | undefined;
}

export interface Subscription {
	readonly topic: string;
	readonly qos: 0 | 1 | 2;
	/** Not what this client publishes itself. */
	readonly noLocal: boolean;
	readonly retainAsPublished: boolean;
	/** What is retained comes: 0 always, 1 when the subscription is new, 2 never. */
	readonly retainHandling: 0 | 1 | 2;
}

export interface SubscribePacket {
	readonly cmd: "subscribe";
	readonly messageId: number;
	readonly subscriptions: readonly Subscription[];
	readonly subscriptionIdentifier: number | undefined;
}

export interface DisconnectPacket {
	readonly cmd: "disconnect";
	readonly reasonCode: number;
	/** Seconds. */
	readonly sessionExpiryInterval: number | undefined;
}
