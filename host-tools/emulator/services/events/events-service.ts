import type { Service, ServiceParts } from "../service.js";
import { eventConfigurationOperations } from "./event-configuration-operations.js";
import { LifecycleEvents } from "./lifecycle-events.js";
import { RegistryEvents } from "./registry-events.js";

/** `$aws/events/…`: other services publish their own there; whoever may by policy can subscribe to all of them. */
export function eventsService({
	clock,
	connections,
	registry,
}: Pick<ServiceParts, "clock" | "connections" | "registry">): Service {
	const { things, certificates } = registry;
	const publish = (topic: string, payload: Buffer) => connections.publish(topic, payload);
	const exclusiveThingOf = (certificateId: string | undefined) => {
		const certificate = certificateId === undefined ? undefined : certificates.findCertificate(certificateId);
		return certificate && things.exclusiveThingOf(certificate.certificateArn);
	};
	const { eventConfigurations } = registry;
	const registryEvents = new RegistryEvents({ clock, registry, enabled: eventConfigurations, publish });
	const ends = [
		connections.follow(new LifecycleEvents({ clock, publish, exclusiveThingOf })),
		eventConfigurations.onUpdate(() => registryEvents.refresh()),
		registry.changes.onChange((change) => registryEvents.changed(change)),
	];
	return {
		name: "events",
		operations: eventConfigurationOperations(eventConfigurations),
		reserved: {
			purpose: "lifecycle events and those of the registry",
			owns: (topic) => topic.startsWith("$aws/events/"),
			mayPublish: () => "$aws/events topics are for subscribing only",
			maySubscribe: () => true,
			answer: () => {},
		},
		close() {
			for (const end of ends) end();
		},
	};
}
