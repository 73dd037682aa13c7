import { invalidRequest, quote } from "../../aws-error.js";
import type { MessageProperties } from "../../broker/routing/message-properties.js";
import { topicProblem } from "../../broker/topics.js";
import type { ApiCall } from "../../http/operation.js";
import { isJsonObject } from "../../json-value.js";

/** Seconds. */
const longestExpiry = 604_800;
/** Bytes of names and values together. */
const mostUserProperties = 8 * 1024;
/** Ours: bytes. */
const longestText = 256;
const longestCorrelationData = 4096;

const formats: ReadonlyMap<string, boolean> = new Map([
	["UNSPECIFIED_BYTES", false],
	["UTF8_DATA", true],
]);

/** What a request says about its message in MQTT 5's terms. Throws InvalidRequestException naming the member. */
export function messageProperties(call: ApiCall): MessageProperties {
	const { query } = call;
	const isUtf8 = payloadFormat(call);
	const expiry = messageExpiry(query.integer("messageExpiry"));
	const contentType = text("contentType", query.string("contentType"));
	const responseTopic = responseTopicOf(query.string("responseTopic"));
	const correlationData = correlationDataOf(header(call, "x-amz-mqtt5-correlation-data"));
	const userProperties = userPropertiesOf(header(call, "x-amz-mqtt5-user-properties"));
	return {
		...(isUtf8 !== undefined && { payloadFormatIndicator: isUtf8 }),
		...(expiry !== undefined && { messageExpiryInterval: expiry }),
		...(contentType !== undefined && { contentType }),
		...(responseTopic !== undefined && { responseTopic }),
		...(correlationData !== undefined && { correlationData }),
		...(userProperties !== undefined && { userProperties }),
	};
}

/** As GetRetainedMessage has them: an object with one member each, in base64; undefined when there are none. */
export function userPropertiesBlob({ userProperties = [] }: MessageProperties): string | undefined {
	if (userProperties.length === 0) return undefined;
	const list = userProperties.map(([name, value]) => ({ [name]: value }));
	return Buffer.from(JSON.stringify(list)).toString("base64");
}

function header({ headers }: ApiCall, name: string): string | undefined {
	const value = headers[name];
	return typeof value === "string" && value !== "" ? value : undefined;
}

function payloadFormat(call: ApiCall): boolean | undefined {
	const name = header(call, "x-amz-mqtt5-payload-format-indicator");
	if (name === undefined) return undefined;
	const isUtf8 = formats.get(name);
	if (isUtf8 === undefined) {
		throw invalidRequest(`payloadFormatIndicator must be UNSPECIFIED_BYTES or UTF8_DATA: it is ${quote(name)}`);
	}
	if (isUtf8 && decode(call.payload) === undefined) throw invalidRequest("The payload is no UTF-8, as UTF8_DATA says");
	return isUtf8;
}

function messageExpiry(seconds: number | undefined): number | undefined {
	if (seconds === undefined || (seconds >= 1 && seconds <= longestExpiry)) return seconds;
	throw invalidRequest(`messageExpiry must be 1 to ${longestExpiry} seconds: it is ${seconds}`);
}

function text(name: string, value: string | undefined): string | undefined {
	if (value === undefined || Buffer.byteLength(value) <= longestText) return value;
	throw invalidRequest(`${name} must have at most ${longestText} bytes of UTF-8`);
}

function responseTopicOf(topic: string | undefined): string | undefined {
	const problem = topic === undefined ? undefined : topicProblem(topic);
	if (problem === undefined) return topic;
	throw invalidRequest(`responseTopic is refused: ${problem}`);
}

function correlationDataOf(base64: string | undefined): Buffer | undefined {
	if (base64 === undefined) return undefined;
	const data = fromBase64("correlationData", base64);
	if (data.length <= longestCorrelationData) return data;
	throw invalidRequest(`correlationData must have at most ${longestCorrelationData} bytes: it has ${data.length}`);
}

function userPropertiesOf(base64: string | undefined): MessageProperties["userProperties"] {
	if (base64 === undefined) return undefined;
	const list = jsonIn(fromBase64("userProperties", base64));
	if (!Array.isArray(list)) throw wrongUserProperties();
	const pairs = list.flatMap((item): (readonly [string, string])[] => {
		const entries = isJsonObject(item) ? Object.entries(item) : [];
		if (entries.length === 0) throw wrongUserProperties();
		return entries.map(([name, value]) => {
			if (typeof value !== "string") throw wrongUserProperties();
			return [name, value];
		});
	});
	const bytes = pairs.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
	if (bytes <= mostUserProperties) return pairs;
	throw invalidRequest(`userProperties must have at most ${mostUserProperties} bytes: they have ${bytes}`);
}

/** Some SDKs write the text that they are given as a JSON string once more. */
function jsonIn(bytes: Buffer): unknown {
	try {
		const json: unknown = JSON.parse(decode(bytes) ?? "");
		return typeof json === "string" ? JSON.parse(json) : json;
	} catch {
		throw wrongUserProperties();
	}
}

function wrongUserProperties(): Error {
	return invalidRequest('userProperties must be JSON in base64, a list of objects of strings: [{"name": "value"}]');
}

function fromBase64(name: string, text: string): Buffer {
	if (/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return Buffer.from(text, "base64");
	throw invalidRequest(`${name} must be base64`);
}

function decode(bytes: Uint8Array): string | undefined {
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}
