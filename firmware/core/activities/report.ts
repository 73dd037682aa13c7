import { formatReading, readingTopic, timestampOf } from "../telemetry/reading.js";
import type { ThingContext } from "./activity.js";

/** Publishes readings, QoS 1 and one in flight, until the session ends; then rejects with the reason. */
export async function report(context: ThingContext): Promise<never> {
	const { device, settings, session, sampler, proof, thingName, onProgress } = context;
	const { text, log } = device.ports.system;
	const { topic: template, format } = settings.telemetry;
	const topic = readingTopic(template, thingName);
	for (;;) {
		const reading = await session.until(sampler.next());
		await session.publish(topic, text.encode(formatReading(reading, format)));
		sampler.acknowledge(reading);
		const { temperature, sequence } = reading;
		const timestamp = timestampOf(reading);
		const known = timestamp === undefined ? {} : { timestamp };
		log.write("info", "reading.acknowledged", { thingName, sequence, temperature, ...known });
		onProgress();
		proof.give();
	}
}
