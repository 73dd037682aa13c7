import type { Service, ServiceParts } from "../service.js";
import { LifecycleEvents } from "./lifecycle-events.js";

/** `$aws/events/…`: other services publish their own there; whoever may by policy can subscribe to all of them. */
export function eventsService({ clock, connections }: Pick<ServiceParts, "clock" | "connections">): Service {
	const unfollow = connections.follow(
		new LifecycleEvents(clock, (topic, payload) => connections.publish(topic, payload)),
	);
	return {
		name: "events",
		reserved: {
			purpose: "lifecycle events",
			owns: (topic) => topic.startsWith("$aws/events/"),
			mayPublish: () => "$aws/events topics are for subscribing only",
			maySubscribe: () => true,
			answer: () => {},
		},
		close: unfollow,
	};
}
