import type { MessageProperties } from "../../../broker/routing/message-properties.js";
import type { JsonValue } from "../../../json-value.js";
import type { SqlValue } from "./values.js";

/** What SQL asks others for. */
export interface Lookups {
	/** The document of a shadow; undefined when there is none. */
	shadow(thingName: string, shadowName: string | undefined): SqlValue;
	/** What DescribeThing or ListThingGroupsForThing answer; undefined when there is no such thing. */
	registry(operation: string, thingName: string): SqlValue;
	/** What a Lambda function answers. May throw PendingCall: then the evaluation is to be repeated. */
	lambda(functionArn: string, input: JsonValue): SqlValue;
	/** Where a client connected from. */
	addressOf(clientId: string): string | undefined;
}

/** A message as a rule sees it. */
export interface MessageContext {
	readonly payload: Buffer;
	/** Without the prefix of basic ingest. */
	readonly topic: string;
	/** Both undefined for what did not come over MQTT from a client. */
	readonly clientId: string | undefined;
	readonly principal: string | undefined;
	readonly properties: MessageProperties | undefined;
	/** UUID */
	readonly traceId: string;
	readonly accountId: string;
	readonly sqlVersion: string;
	/** ms */
	now(): number;
	readonly lookups: Lookups;
}
