import type { Connections } from "../../../broker/connections.js";
import { limits } from "../../../broker/limits.js";
import { topicProblem } from "../../../broker/topics.js";
import { type Hops, mostDescendants, mostHops } from "../hops.js";
import { type Performer, text } from "./action-call.js";
import { reserved } from "./check-republish-topic.js";
import { mqttProperties } from "./mqtt-headers.js";

export interface RepublishParts {
	readonly connections: Pick<Connections, "publish" | "submit">;
	readonly hops: Hops;
	/** On whose behalf the emulator publishes. */
	readonly principal: string;
}

/** Publishes to an MQTT topic; `$$aws/…` is the reserved topic `$aws/…`. */
export function republish({ connections, hops, principal }: RepublishParts): Performer {
	return ({ parameters, output, message }) => {
		const topic = reserved(text(parameters, "topic"));
		const problem = problemOf(topic, output);
		if (problem !== undefined) throw new Error(problem);
		const { hops: before, family } = message.lineage;
		if (before >= mostHops) {
			throw new Error(`rules have republished this message ${mostHops} times: they trigger each other without an end`);
		}
		const properties = mqttProperties(parameters.headers);
		const options = { qos: parameters.qos === 1 ? 1 : 0, ...(properties && { properties }) } as const;
		if (family.republished >= mostDescendants) {
			throw new Error(`rules have republished ${mostDescendants} messages because of one: they trigger each other`);
		}
		family.republished += 1;
		const next = { hops: before + 1, family };
		if (!topic.startsWith("$")) {
			hops.within(next, () => connections.publish(topic, output, options));
			return;
		}
		const submitted = { topic, payload: output, ...options, principal, certificateId: undefined };
		const refused = hops.withinAnswers(next, () => connections.submit(submitted));
		if (refused !== undefined) throw new Error(refused.reason);
	};
}

function problemOf(topic: string, output: Buffer): string | undefined {
	if (/^\$aws\/things\/[^/]+\/jobs\//.test(topic)) return "rules do not republish to the topics of jobs";
	if (output.length > limits.payload) {
		return `the payload has ${output.length} bytes: the limit is ${limits.payload}`;
	}
	const problem = topicProblem(topic);
	return problem && `the topic ${JSON.stringify(topic.slice(0, 140))} is refused: ${problem}`;
}
