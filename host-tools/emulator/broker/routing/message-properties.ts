export type UserProperty = readonly [name: string, value: string];

/** What MQTT 5 lets a publisher say about its message, and each subscriber that speaks MQTT 5 hears (MQTT 5, 3.3.2.3). */
export interface MessageProperties {
	/** True: the payload is UTF-8. */
	readonly payloadFormatIndicator?: boolean;
	/** Seconds for which it may wait for a subscriber, from when it was published on; subscribers hear what is left of them. */
	readonly messageExpiryInterval?: number;
	readonly contentType?: string;
	readonly responseTopic?: string;
	readonly correlationData?: Buffer;
	/** In the order they were given; a name may come more than once. */
	readonly userProperties?: readonly UserProperty[];
}

/** Bytes that they take while they are held, roughly. */
export function propertyBytes(properties: MessageProperties | undefined): number {
	if (properties === undefined) return 0;
	const { contentType = "", responseTopic = "", correlationData, userProperties = [] } = properties;
	let bytes = 64 + contentType.length + responseTopic.length + (correlationData?.length ?? 0);
	for (const [name, value] of userProperties) bytes += 64 + name.length + value.length;
	return bytes;
}

/** As a store keeps them. */
export function propertiesToJson({ correlationData, ...properties }: MessageProperties): unknown {
	return { ...properties, ...(correlationData && { correlationData: correlationData.toString("base64") }) };
}

/** What `propertiesToJson` made. */
export function propertiesFromJson(json: unknown): MessageProperties {
	const { correlationData, ...properties } = json as Omit<MessageProperties, "correlationData"> & {
		correlationData?: string;
	};
	return {
		...properties,
		...(correlationData !== undefined && { correlationData: Buffer.from(correlationData, "base64") }),
	};
}
