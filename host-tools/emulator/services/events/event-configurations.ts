/** Kinds of events that UpdateEventConfigurations enables (API model: EventType). */
export type EventType =
	| "THING"
	| "THING_GROUP"
	| "THING_TYPE"
	| "THING_GROUP_MEMBERSHIP"
	| "THING_GROUP_HIERARCHY"
	| "THING_TYPE_ASSOCIATION"
	| "JOB"
	| "JOB_EXECUTION"
	| "POLICY"
	| "CERTIFICATE"
	| "CA_CERTIFICATE";

/** Which events the account wants, for those who publish them. */
export interface EventConfigurations {
	/** Whether events of that kind are published now. */
	isEnabled(type: EventType): boolean;
}

/** An account that was never asked: AWS enables none. */
export const noEvents: EventConfigurations = Object.freeze({ isEnabled: () => false });
