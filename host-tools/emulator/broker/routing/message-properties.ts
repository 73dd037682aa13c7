/** What MQTT 5 lets a publisher say about its message, and each subscriber that speaks MQTT 5 hears (MQTT 5, 3.3.2.3). */
export interface MessageProperties {
	/** True: the payload is UTF-8. */
	readonly payloadFormatIndicator?: boolean;
	/** Seconds for which it may wait for a subscriber, from `receivedAt` on. */
	readonly messageExpiryInterval?: number;
	readonly contentType?: string;
	readonly responseTopic?: string;
	readonly correlationData?: Buffer;
	/** In the order they were given; a name may come more than once. */
	readonly userProperties?: readonly (readonly [name: string, value: string])[];
}
