import type { MessageProperties } from "../../../broker/routing/message-properties.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../json-value.js";

/** The `headers` of a republish action as MQTT 5 has them. Throws an Error for a value that is none. */
export function mqttProperties(headers: JsonValue | undefined): MessageProperties | undefined {
	if (!isJsonObject(headers)) return undefined;
	const { contentType, responseTopic, correlationData } = headers;
	const userProperties = readUserProperties(headers);
	const expiry = readExpiry(headers);
	const isText = readIndicator(headers);
	return {
		...(isText !== undefined && { payloadFormatIndicator: isText }),
		...(expiry !== undefined && { messageExpiryInterval: expiry }),
		...(typeof contentType === "string" && { contentType }),
		...(typeof responseTopic === "string" && { responseTopic }),
		...(typeof correlationData === "string" && { correlationData: Buffer.from(correlationData, "base64") }),
		...(userProperties.length > 0 && { userProperties }),
	};
}

function readIndicator({ payloadFormatIndicator: indicator }: JsonObject): boolean | undefined {
	if (indicator === undefined || indicator === null || indicator === "") return undefined;
	if (indicator === "UTF8_DATA" || indicator === "UNSPECIFIED_BYTES") return indicator === "UTF8_DATA";
	throw new Error(`payloadFormatIndicator must be UTF8_DATA or UNSPECIFIED_BYTES: it is ${JSON.stringify(indicator)}`);
}

function readExpiry({ messageExpiry }: JsonObject): number | undefined {
	if (messageExpiry === undefined || messageExpiry === null || messageExpiry === "") return undefined;
	const seconds = Number(messageExpiry);
	if (Number.isInteger(seconds) && seconds >= 0 && seconds <= 0xffff_ffff) return seconds;
	throw new Error(`messageExpiry must be a number of seconds: it is ${JSON.stringify(messageExpiry)}`);
}

function readUserProperties({ userProperties }: JsonObject): readonly (readonly [string, string])[] {
	if (!Array.isArray(userProperties)) return [];
	return userProperties.flatMap((property) => {
		if (!isJsonObject(property) || typeof property.key !== "string" || typeof property.value !== "string") return [];
		return [[property.key, property.value] as const];
	});
}
