import { invalidRequest, quote } from "../../aws-error.js";
import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../http/operation.js";
import { type EventType, eventTypes } from "./event-configurations.js";
import type { EventConfigurationTable } from "./open-event-configurations.js";

export function eventConfigurationOperations(table: EventConfigurationTable): readonly Operation[] {
	const path = "/event-configurations";
	return [
		{ name: "DescribeEventConfigurations", method: "GET", path, handle: () => describe(table) },
		{ name: "UpdateEventConfigurations", method: "PATCH", path, handle: (call) => update(table, call) },
	];
}

function describe(table: EventConfigurationTable): Answer {
	const { eventConfigurations, creationDate, lastModifiedDate } = table.describe();
	return {
		eventConfigurations: Object.fromEntries([...eventConfigurations].map(([type, Enabled]) => [type, { Enabled }])),
		...(creationDate !== undefined && { creationDate: epochSeconds(creationDate) }),
		...(lastModifiedDate !== undefined && { lastModifiedDate: epochSeconds(lastModifiedDate) }),
	};
}

/** A type without `Enabled` is switched off: that is the member's default. */
function update(table: EventConfigurationTable, { body }: ApiCall): Answer {
	const changes = new Map<EventType, boolean>();
	for (const [type, configuration] of body().map("eventConfigurations") ?? []) {
		if (!isEventType(type)) {
			throw invalidRequest(`eventConfigurations has no type ${quote(type)}: known are ${eventTypes.join(", ")}`);
		}
		changes.set(type, configuration.boolean("Enabled") ?? false);
	}
	table.update(changes);
	return {};
}

function isEventType(type: string): type is EventType {
	return (eventTypes as readonly string[]).includes(type);
}
