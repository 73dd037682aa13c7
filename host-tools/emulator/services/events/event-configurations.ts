/** Kinds of events that an account switches on (API model: EventType). Those of connections and subscriptions are always on. */
export const eventTypes = [
	"THING",
	"THING_GROUP",
	"THING_TYPE",
	"THING_GROUP_MEMBERSHIP",
	"THING_GROUP_HIERARCHY",
	"THING_TYPE_ASSOCIATION",
	"JOB",
	"JOB_EXECUTION",
	"POLICY",
	"CERTIFICATE",
	"CA_CERTIFICATE",
] as const;

export type EventType = (typeof eventTypes)[number];

export interface EventConfigurations {
	isEnabled(type: EventType): boolean;
}
