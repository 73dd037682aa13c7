import { randomUUID } from "node:crypto";
import type { JsonValue } from "../../../../json-value.js";
import type { Expression } from "../ast.js";
import { emptyObject, type SqlValue, toDecimal, toText } from "../values.js";
import { formatTime } from "./format-time.js";
import { readTime } from "./read-time.js";
import { type FunctionContext, literalText, type SqlFunctions } from "./sql-function.js";

/** Time zones and patterns take some 300 µs. */
const timeCost = 400;

/** What is said about the message, and what is asked of others. */
export const messageFunctions: SqlFunctions = {
	accountid: { call: (_, { message }) => message.accountId },
	aws_lambda: { call: (parameters, context) => askLambda(parameters, context) },
	clientid: { call: (_, { message }) => message.clientId ?? "n/a" },
	get_mqtt_property: { since2016: true, call: ([name], context) => mqttProperty(name, context) },
	get_registry_data: {
		since2016: true,
		problem: registryProblem,
		call: ([operation, thing], { message }) =>
			typeof operation === "string" && typeof thing === "string"
				? message.lookups.registry(operation, thing)
				: undefined,
	},
	get_thing_shadow: { since2016: true, call: (parameters, context) => askShadow(parameters, context) },
	get_user_properties: { since2016: true, call: ([name], context) => userProperties(name, context) },
	newuuid: { call: () => randomUUID() },
	parse_time: { since2016: true, call: (parameters, context) => formatted(parameters, context) },
	principal: { call: (_, { message }) => message.principal },
	rand: { call: () => Math.random() },
	sourceip: {
		call: (_, { message: { clientId, lookups } }) => (clientId === undefined ? undefined : lookups.addressOf(clientId)),
	},
	sql_version: { call: (_, { message }) => message.sqlVersion },
	time_to_epoch: {
		since2016: true,
		call: ([text, pattern], { budget }) => {
			budget.spend(timeCost);
			return typeof text === "string" && typeof pattern === "string" ? readTime(text, pattern) : undefined;
		},
	},
	timestamp: { call: (_, { message }) => message.now() },
	topic: { call: ([level], { message }) => levelOf(message.topic, level) },
	traceid: { call: (_, { message }) => (message.clientId === undefined ? undefined : message.traceId) },
};

function levelOf(topic: string, level: SqlValue): SqlValue {
	if (level === undefined) return topic;
	const number = toDecimal(level);
	return number === undefined ? undefined : topic.split("/")[Math.floor(number) - 1];
}

function askLambda([functionArn, input]: readonly SqlValue[], { message }: FunctionContext): SqlValue {
	if (typeof functionArn !== "string" || input === undefined) return undefined;
	return message.lookups.lambda(functionArn, input);
}

/** The last argument is a role. */
function askShadow(parameters: readonly SqlValue[], { message, budget }: FunctionContext): SqlValue {
	const texts = parameters.map((value) => toText(value, budget));
	const [thingName, shadowName] = texts.slice(0, -1);
	if (thingName === undefined || texts.length > 3) return undefined;
	return message.lookups.shadow(thingName, shadowName);
}

function registryProblem([operation]: readonly Expression[]): string | undefined {
	const name = literalText(operation);
	if (name === undefined || name === "DescribeThing" || name === "ListThingGroupsForThing") return undefined;
	return `get_registry_data knows DescribeThing and ListThingGroupsForThing, not ${name}`;
}

function mqttProperty(name: SqlValue, { message: { properties, clientId } }: FunctionContext): SqlValue {
	if (clientId === undefined && properties === undefined) return undefined;
	switch (name) {
		case "content_type":
			return properties?.contentType;
		case "format_indicator":
			return properties?.payloadFormatIndicator === true ? "UTF8_DATA" : "UNSPECIFIED_BYTES";
		case "response_topic":
			return properties?.responseTopic;
		case "correlation_data":
			return properties?.correlationData?.toString("base64");
		default:
			return undefined;
	}
}

/** The values of one name, or all as objects of one member each; Undefined when there are none. */
function userProperties(name: SqlValue, { message: { properties } }: FunctionContext): SqlValue {
	const all = properties?.userProperties ?? [];
	const wanted: JsonValue[] =
		name === undefined
			? all.map(([key, value]) => Object.assign(emptyObject(), { [key]: value }))
			: all.filter(([key]) => key === name).map(([, value]) => value);
	return wanted.length === 0 ? undefined : wanted;
}

function formatted([pattern, time, zone = "UTC"]: readonly SqlValue[], { budget }: FunctionContext): SqlValue {
	const milliseconds = toDecimal(time);
	if (typeof pattern !== "string" || typeof zone !== "string" || milliseconds === undefined) return undefined;
	budget.spend(timeCost);
	return formatTime(pattern, Math.floor(milliseconds), zone);
}
