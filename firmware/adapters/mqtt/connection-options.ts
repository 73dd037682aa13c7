import type { ClientOptions } from "embedded:network/mqtt/client";
import type { MqttOptions } from "../../ports/mqtt-client.js";
import type { ConnectionGuard } from "./connection-guard.js";
import GuardedTcp from "./guarded-tcp.js";
import GuardedTlsSocket from "./guarded-tls-socket.js";
import HostResolver from "./host-resolver.js";
import type { ConnectionSessions } from "./tls-sessions.js";

/** Where AWS IoT wants MQTT announced by ALPN, because port 443 serves HTTPS as well. */
const sharedPort = 443;
const mqttProtocol = "x-amzn-mqtt-ca";

/** The SDK's MQTT client takes its DNS, TLS and TCP as classes in data. */
export function connectionOptions(
	options: MqttOptions,
	guard: ConnectionGuard,
	sessions: ConnectionSessions,
): ClientOptions {
	const { host, port, rootCa, certificate, privateKey, clientId, keepAliveSeconds } = options;
	return {
		host,
		port,
		id: clientId,
		clean: true,
		keepAlive: keepAliveSeconds * 1000,
		dns: { io: HostResolver, guard },
		socket: {
			io: GuardedTlsSocket,
			TCP: { io: GuardedTcp },
			guard,
			secure: {
				certificate: toArrayBuffer(rootCa),
				clientCertificates: [toArrayBuffer(certificate)],
				clientKey: toArrayBuffer(privateKey),
				// The SDK's cache resumes by server name alone: the session of the claim would serve the device's own certificate.
				cache: false,
				sessions,
				...(port === sharedPort ? { applicationLayerProtocolNegotiation: mqttProtocol } : {}),
			},
		},
	};
}

/** The SDK's certificate functions take an ArrayBuffer of exactly the certificate. */
function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
	return bytes.slice().buffer as ArrayBuffer;
}
