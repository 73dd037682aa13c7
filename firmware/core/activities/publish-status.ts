import { thingTopic } from "../connection/thing-topic.js";
import type { ThingContext } from "./activity.js";

/**
 * Publishes the report of this start on the status topic, once: a policy that forbids the topic must not cost more than one connection. A
 * device without a proved identity tries on each: it has nothing else to lose, and perhaps nothing else to prove it with.
 */
export async function publishStatus({ device, settings, session, proof, thingName }: ThingContext): Promise<void> {
	const { statusTopic } = settings.telemetry;
	const report = statusTopic === "" ? undefined : device.status.take({ again: !device.store.hasIdentity });
	if (report === undefined) return;
	const { text, log } = device.ports.system;
	await session.publish(thingTopic(statusTopic, thingName), text.encode(report));
	log.write("info", "status.published", { thingName });
	proof.give();
}
