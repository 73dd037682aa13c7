/**
 * Limits of the broker: AWS's (docs/aws-behaviour.md, "Connections" and "Topics and subscriptions") where it has one,
 * else ours.
 */
export const limits = Object.freeze({
	/** Bytes. */
	payload: 128 * 1024,
	/** Bytes of UTF-8, in topics and filters. */
	topic: 256,
	/** In topics and filters, those of `$aws/rules/<name>/` not counted. */
	slashes: 7,
	filtersPerSubscribe: 8,
	subscriptionsPerSession: 50,
	/** Bytes of UTF-8. */
	clientId: 128,
	/** Seconds. */
	shortestKeepAlive: 30,
	longestKeepAlive: 1200,
	/** ms between two CONNECTs of one client id. */
	connectInterval: 1000,
	/** Seconds for which a persistent session is kept after its connection ended: with MQTT 5 the most that a client may ask for. */
	sessionExpiry: 3600,
	/** Seconds: the most that a message may wait for a subscriber by MQTT 5's message expiry. */
	messageExpiry: 604_800,
	/** With MQTT 5, of one connection. */
	topicAliases: 8,
	/** Bytes of UTF-8, of the name in `$share/<name>/<filter>`. */
	shareName: 128,
	/** Ours: characters of a reason string. */
	reasonString: 512,
	/** Ours: bytes of one packet; a payload, a topic and what is around them. */
	packet: 128 * 1024 + 1024,
	/** Ours: connections at a time, unless the emulator was told otherwise. */
	connections: 10_000,
	/** Ours: ms for the TLS handshake. */
	handshake: 10_000,
	/** Ours: ms from the handshake to CONNECT. */
	connectWait: 10_000,
	/** Ours: ms for which a receiver may take nothing of what waits for it. */
	drain: 30_000,
	/** Ours: bytes that one receiver may leave unread in this process, and bytes of the QoS 1 messages behind its window. */
	unsentBytes: 4 * 1024 * 1024,
	/** Ours: bytes from which on they count towards those of all receivers. */
	unsentBytesCounted: 64 * 1024,
	/** Ours: bytes of packets that came in part, or wait for their turn, from which on they count likewise. */
	unhandledBytesCounted: 4 * 1024,
	/** Ours: bytes that all clients together may leave unread, unacknowledged or half sent. */
	unsentBytesOfAll: 256 * 1024 * 1024,
	/** QoS 1 messages under way to one receiver, unacknowledged. */
	underWay: 100,
	/** Ours: bytes under way to one receiver from which on the next QoS 1 message waits for an acknowledgement. */
	underWayBytes: 1024 * 1024,
	/** Ours: what a message that is held costs beside topic and payload. Without it, empty ones would be free. */
	messageOverhead: 256,
	/** Ours: PUBLISH and SUBSCRIBE packets of one client that wait for the store before they are acknowledged. */
	unacknowledged: 100,
	/** Ours: sessions that are kept, their clients connected or not. */
	persistentSessions: 10_000,
	/** Ours: messages waiting for one persistent session. */
	queuedMessages: 1000,
	/** Ours: bytes of all retained, and of all waiting messages. */
	storedBytes: 64 * 1024 * 1024,
	/** Ours: topics with a retained message. */
	retainedTopics: 10_000,
	/** Ours: client ids whose connects are counted. */
	rememberedClientIds: 10_000,
});
