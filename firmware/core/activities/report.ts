import { thingTopic } from "../connection/thing-topic.js";
import { formatReading, timestampOf } from "../telemetry/reading.js";
import type { ThingContext } from "./activity.js";
import { publishStatus } from "./publish-status.js";

/**
 * Publishes readings, QoS 1 and one in flight, until the session ends; then rejects with the reason. A device whose sensor is silent has
 * no reading to prove its identity with: there the report of its start is the proof.
 */
export async function report(context: ThingContext): Promise<never> {
	const { device, settings, session, sampler, proof, thingName, onProgress } = context;
	const { text, log } = device.ports.system;
	const { topic: template, format } = settings.telemetry;
	const topic = thingTopic(template, thingName);
	if (sampler.failing) await publishStatus(context);
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
