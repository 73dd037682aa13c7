import type { Clock } from "../../ports/clock.js";
import type { Log } from "../../ports/log.js";
import type { TextCodec } from "../../ports/text-codec.js";
import type { Session } from "../mqtt/session.js";
import type { TelemetrySettings } from "../settings.js";
import { formatReading, readingTime, readingTopic } from "./reading.js";
import type { Sampler } from "./sampler.js";

export interface ReportOptions {
	readonly session: Session;
	readonly sampler: Sampler;
	readonly telemetry: TelemetrySettings;
	readonly thingName: string;
	/** Synchronized. */
	readonly clock: Clock;
	readonly text: TextCodec;
	readonly log: Log;
	/** Called after each acknowledged reading, before the next is sent. */
	readonly onAcknowledged: () => void;
}

/** Publishes readings, QoS 1 and one in flight, until the session ends; then rejects with the reason. */
export async function report(options: ReportOptions): Promise<never> {
	const { session, sampler, telemetry, thingName, clock, text, log } = options;
	const topic = readingTopic(telemetry.topic, thingName);
	for (;;) {
		const reading = await session.until(sampler.next());
		const timestamp = readingTime(reading, clock);
		await session.publish(topic, text.encode(formatReading(reading, timestamp, telemetry.format)));
		sampler.acknowledge(reading);
		const { temperature, sequence } = reading;
		log.write("info", "reading.acknowledged", { thingName, sequence, temperature, timestamp });
		options.onAcknowledged();
	}
}
