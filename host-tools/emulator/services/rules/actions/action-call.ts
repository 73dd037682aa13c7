import type { JsonObject } from "../../../json-value.js";
import type { IncomingMessage } from "../incoming-message.js";
import type { TopicRule } from "../topic-rule.js";

/** One action that is to be performed. */
export interface ActionCall {
	/** Its templates are filled. */
	readonly parameters: JsonObject;
	/** What the rule's SQL made of the message, or the error document. */
	readonly output: Buffer;
	readonly message: IncomingMessage;
	readonly rule: TopicRule;
}

/** Performs one kind of action. Throws an Error whose message says why it failed. */
export type Performer = (call: ActionCall) => void | Promise<void>;

/** A parameter that is a text; empty when it is something else. */
export function text(parameters: JsonObject, name: string): string {
	const value = parameters[name];
	return typeof value === "string" ? value : "";
}
