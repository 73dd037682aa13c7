import { DeviceError } from "../../ports/errors.js";
import { utf8Length } from "../encoding/utf8-length.js";

/** AWS IoT's limit, bytes: it disconnects a client that publishes to a longer topic. */
const longestTopic = 256;

/** Replaces `{thingName}` in a topic template. Throws `bootstrap-invalid` when the topic gets too long. */
export function thingTopic(template: string, thingName: string): string {
	const topic = template.split("{thingName}").join(thingName);
	const length = utf8Length(topic);
	if (length <= longestTopic) return topic;
	const message = `The topic "${template}" has ${length} bytes with the thing's name, at most ${longestTopic} are allowed`;
	throw new DeviceError("bootstrap-invalid", `${message}; write a new bootstrap`);
}
