import { protocolError } from "../codec/byte-reader.js";
import { reasonCodes } from "../codec/reason-codes.js";
import { limits } from "../limits.js";

/** The numbers that a client of MQTT 5 gives its topics, for one connection. */
export class TopicAliases {
	readonly #topics = new Map<number, string>();

	/** The topic of a PUBLISH with an alias: it says both the first time, and again to change it. Throws a ProtocolError. */
	resolve(alias: number, topic: string): string {
		if (alias === 0 || alias > limits.topicAliases) {
			throw protocolError(
				`Topic alias ${alias}: they go from 1 to ${limits.topicAliases}`,
				reasonCodes.topicAliasInvalid,
			);
		}
		if (topic === "") {
			const known = this.#topics.get(alias);
			if (known === undefined)
				throw protocolError(`Topic alias ${alias} has no topic yet`, reasonCodes.topicAliasInvalid);
			return known;
		}
		this.#topics.set(alias, topic);
		return topic;
	}
}
