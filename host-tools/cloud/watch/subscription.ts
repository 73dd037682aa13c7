import { setTimeout as delay } from "node:timers/promises";
import { connect, type IClientOptions, type MqttClient } from "mqtt";
import { withDeadline } from "../../base/interruption.js";

export interface SubscriptionOptions {
	readonly host: string;
	readonly port: number;
	readonly rootCaPem: string;
	readonly certificatePem: string;
	readonly privateKeyPem: string;
	readonly clientId: string;
	readonly filter: string;
}

export interface SubscriptionListener {
	/** The SUBACK arrived; again after each reconnection. */
	onSubscribed(): void;
	onMessage(topic: string, payload: Uint8Array): void;
	/** The connection could not be made, or ended; tried again after `delayMs`. */
	onLost(reason: string, delayMs: number): void;
}

/** For TCP, TLS and CONNACK together. */
const connectTimeoutMs = 10_000;
const subackTimeoutMs = 10_000;
/** Full jitter, as AWS recommends: a delay from 0 to least * 2^attempt, at most `mostDelayMs`. Never under one CONNECT a second. */
const leastDelayMs = 1_000;
const mostDelayMs = 30_000;
/** This many failures before the first success mean that waiting will not help. */
const firstAttempts = 6;

/** Keeps one subscription alive until `signal` aborts. Rejects only when it never came to be. */
export async function keepSubscribed(
	options: SubscriptionOptions,
	listener: SubscriptionListener,
	signal: AbortSignal,
): Promise<void> {
	let failures = 0;
	let everSubscribed = false;
	while (!signal.aborted) {
		const onSubscribed = () => {
			failures = 0;
			everSubscribed = true;
			listener.onSubscribed();
		};
		const reason = await subscribeOnce(options, { ...listener, onMessage: listener.onMessage, onSubscribed }, signal);
		if (signal.aborted) return;
		failures += 1;
		if (!everSubscribed && failures >= firstAttempts) throw new Error(reason);
		const delayMs = leastDelayMs + Math.random() * Math.min(leastDelayMs * 2 ** failures, mostDelayMs);
		listener.onLost(reason, delayMs);
		await delay(delayMs, undefined, { signal }).catch(() => undefined);
	}
}

/** One connection, from CONNECT to its end; resolves with why it ended. */
async function subscribeOnce(
	options: SubscriptionOptions,
	listener: Pick<SubscriptionListener, "onSubscribed" | "onMessage">,
	signal: AbortSignal,
): Promise<string> {
	const client = connect(toClientOptions(options));
	let reason = "the connection was closed by the server";
	const stop = () => client.end(true);
	signal.addEventListener("abort", stop, { once: true });
	try {
		await new Promise<void>((resolve) => {
			client.on("error", (error) => {
				reason = error.message || String((error as NodeJS.ErrnoException).code ?? error.name);
			});
			client.on("close", resolve);
			client.on("message", (topic, payload) => listener.onMessage(topic, payload));
			client.on("connect", () => {
				subscribe(client, options.filter)
					.then(listener.onSubscribed)
					.catch((error: Error) => {
						reason = error.message;
						client.end(true);
					});
			});
			if (signal.aborted) stop();
		});
		return reason;
	} finally {
		signal.removeEventListener("abort", stop);
		await client.endAsync(true);
	}
}

async function subscribe(client: MqttClient, filter: string): Promise<void> {
	const subscribing = () => client.subscribeAsync(filter, { qos: 1 });
	const [granted] = await withDeadline(subscribing, subackTimeoutMs, () => new Error("no SUBACK came"));
	if (granted === undefined || granted.qos > 1) throw new Error(`the subscription to ${filter} was refused`);
}

function toClientOptions(options: SubscriptionOptions): IClientOptions {
	return {
		protocol: "mqtts",
		host: options.host,
		port: options.port,
		ca: options.rootCaPem,
		cert: options.certificatePem,
		key: options.privateKeyPem,
		clientId: options.clientId,
		protocolVersion: 4,
		clean: true,
		keepalive: 60,
		connectTimeout: connectTimeoutMs,
		reconnectPeriod: 0,
	};
}
