import type { LogFields } from "../../ports/log.js";
import { thingTopic } from "../connection/thing-topic.js";
import { formatReading, type Reading, timestampOf } from "../telemetry/reading.js";
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
		log.write("info", "reading.acknowledged", { thingName, ...loggedReading(reading) });
		onProgress();
		proof.give();
	}
}

/** What is not known is left out. */
function loggedReading(reading: Reading): LogFields {
	const { sequence, temperature, humidity, pressure } = reading;
	const timestamp = timestampOf(reading);
	return {
		sequence,
		temperature,
		...(humidity === undefined ? {} : { humidity }),
		...(pressure === undefined ? {} : { pressure }),
		...(timestamp === undefined ? {} : { timestamp }),
	};
}
