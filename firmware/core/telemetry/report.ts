import type { Log } from "../../ports/log.js";
import type { TextCodec } from "../../ports/text-codec.js";
import type { Session } from "../connection/session.js";
import type { TelemetrySettings } from "../settings/settings.js";
import { formatReading, readingTopic, timestampOf } from "./reading.js";
import type { Sampler } from "./sampler.js";

export interface ReportOptions {
	readonly session: Session;
	readonly sampler: Sampler;
	readonly telemetry: TelemetrySettings;
	readonly thingName: string;
	readonly text: TextCodec;
	readonly log: Log;
	/** Called after each acknowledged reading; the next is sent when it resolves. What it rejects with ends the report. */
	readonly onAcknowledged: () => Promise<void>;
}

/** Publishes readings, QoS 1 and one in flight, until the session ends; then rejects with the reason. */
export async function report(options: ReportOptions): Promise<never> {
	const { session, sampler, telemetry, thingName, text, log } = options;
	const topic = readingTopic(telemetry.topic, thingName);
	for (;;) {
		const reading = await session.until(sampler.next());
		await session.publish(topic, text.encode(formatReading(reading, telemetry.format)));
		sampler.acknowledge(reading);
		const { temperature, sequence } = reading;
		const timestamp = timestampOf(reading);
		const known = timestamp === undefined ? {} : { timestamp };
		log.write("info", "reading.acknowledged", { thingName, sequence, temperature, ...known });
		await options.onAcknowledged();
	}
}
