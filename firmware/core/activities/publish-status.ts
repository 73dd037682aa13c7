import { readingTopic } from "../telemetry/reading.js";
import type { ThingContext } from "./activity.js";

/**
 * Publishes the report of this start on the status topic, once, when a reading has proved the identity: a policy that forbids the topic
 * ends the connection. A device whose sensor is silent has no reading to prove anything with; there the report is the proof.
 */
export async function publishStatus(context: ThingContext): Promise<void> {
	const { device, settings, session, sampler, proof, thingName } = context;
	const { statusTopic } = settings.telemetry;
	if (statusTopic === "") return;
	if (!sampler.failing) await session.until(proof.given);
	const report = device.status.take();
	if (report === undefined) return;
	const { text, log } = device.ports.system;
	await session.publish(readingTopic(statusTopic, thingName), text.encode(report));
	log.write("info", "status.published", { thingName });
	proof.give();
}
