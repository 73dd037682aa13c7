import { interruptible } from "../../base/interruption.js";
import type { NoteEvent } from "../../base/shared-events.js";
import type { TaskContext } from "../../base/task-context.js";
import { ToolError } from "../../base/tool-error.js";
import type { StateEvent } from "../../board/monitor/device-events.js";
import type { AwsSettings } from "../../cloud/account/aws-settings.js";
import { describeDataEndpoint } from "../../cloud/account/data-endpoint.js";
import { createIotClient } from "../../cloud/account/iot-client.js";
import { isThing } from "../../cloud/account/is-thing.js";
import { findRootCa } from "../../cloud/account/root-ca.js";
import { createWatchIdentity } from "../../cloud/account/watch-identity.js";
import { createReadingReporter } from "../../cloud/watch/reading-reporter.js";
import { SilenceMonitor } from "../../cloud/watch/silence-monitor.js";
import { keepSubscribed, type SubscriptionOptions } from "../../cloud/watch/subscription.js";
import { parseTopicTemplate, type TopicTemplate } from "../../cloud/watch/topic-template.js";
import type { WatchEvent } from "../../cloud/watch/watch-events.js";

export interface WatchOptions {
	readonly aws: AwsSettings;
	readonly thingName: string | undefined;
	/** Topic template of the devices. */
	readonly topic: string;
	readonly rootCaPath: string | undefined;
}

/** How often it looks for things that have become silent, ms. */
const lookMs = 500;

/** What `watch` reports; `state` is of its own connection. */
type Context = TaskContext<WatchEvent | StateEvent | NoteEvent>;

/** Emits readings until the signal aborts. The identity it connects with is made for it and removed again in every case. */
export async function watchReadings(options: WatchOptions, context: Context): Promise<void> {
	const topic = parseTopicTemplate(options.topic, options.thingName);
	const { aws, rootCaPath } = options;
	const { signal } = context;
	// Not ended by the signal: it also removes what was made.
	const client = createIotClient(aws);
	try {
		const endpoint = await interruptible(() => describeDataEndpoint(client, aws), signal);
		const rootCaPem = await interruptible(() => findRootCa(rootCaPath, aws, endpoint), signal);
		const { thingName } = options;
		if (thingName !== undefined && (await interruptible(() => isThing(client, thingName), signal)) === false) {
			context.emit({ event: "thing-unknown", thingName });
		}
		const identity = await createWatchIdentity(client, topic.filter, aws, signal);
		try {
			const { clientId, certificatePem, privateKeyPem } = identity;
			const subscription = { ...endpoint, rootCaPem, clientId, certificatePem, privateKeyPem, filter: topic.filter };
			await watchTopic(subscription, topic, context);
		} finally {
			await identity.remove();
		}
	} finally {
		client.destroy();
	}
}

async function watchTopic(
	subscription: SubscriptionOptions,
	topic: TopicTemplate,
	{ emit, signal }: Context,
): Promise<void> {
	const { host, port, clientId, filter } = subscription;
	let state = "connecting";
	const enter = (to: string) => {
		if (to !== state) emit({ event: "state", device: clientId, from: state, to });
		state = to;
	};
	const silence = new SilenceMonitor(filter);
	const listener = {
		onSubscribed: () => {
			enter("online");
			silence.listening(Date.now());
			emit({ event: "note", text: `Watching ${filter} on ${host}:${port}; Ctrl-C ends it.` });
		},
		onLost: (reason: string, delayMs: number) => {
			enter("backing-off");
			silence.deaf();
			emit({ event: "note", text: `Not connected: ${reason}. Trying again in ${(delayMs / 1000).toFixed(1)} s.` });
		},
		onMessage: createReadingReporter(topic, emit, silence),
	};
	const looking = setInterval(() => {
		for (const happened of silence.look(Date.now())) emit(happened);
	}, lookMs);
	await keepSubscribed(subscription, listener, signal)
		.finally(() => clearInterval(looking))
		.catch((error: Error) => {
			throw new ToolError("connection-lost", `Cannot watch ${host}:${port}: ${error.message}`, {
				next: "check that the endpoint's root CA is the right one (--root-ca), and `GET /_thingsmith/journal` on an emulator",
				cause: error,
			});
		});
}
