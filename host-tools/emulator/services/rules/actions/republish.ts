import type { Connections, Publication } from "../../../broker/connections.js";
import { limits } from "../../../broker/limits.js";
import { topicProblem } from "../../../broker/topics.js";
import { type Hops, mostHops } from "../hops.js";
import { type Performer, text } from "./action-call.js";
import { mqttProperties } from "./mqtt-headers.js";

/** Takes a message as if a client had published it, on topics of services too; says why not. */
interface Submitting {
	submit?(
		message: Publication & { readonly principal: string; readonly certificateId: string | undefined },
	): { readonly reason: string } | undefined;
}

export interface RepublishParts {
	readonly connections: Connections & Submitting;
	readonly hops: Hops;
	/** On whose behalf the emulator publishes. */
	readonly principal: string;
}

/** Publishes to an MQTT topic; `$$aws/…` is the reserved topic `$aws/…`. */
export function republish({ connections, hops, principal }: RepublishParts): Performer {
	return ({ parameters, output, message }) => {
		const topic = text(parameters, "topic").replace(/^\$\$/, "$");
		const problem = problemOf(topic, output);
		if (problem !== undefined) throw new Error(problem);
		if (message.hops >= mostHops) {
			throw new Error(`rules have republished this message ${mostHops} times: they trigger each other without an end`);
		}
		const properties = mqttProperties(parameters.headers);
		const options = { qos: parameters.qos === 1 ? 1 : 0, ...(properties && { properties }) } as const;
		const next = message.hops + 1;
		if (!topic.startsWith("$")) {
			hops.within(next, () => connections.publish(topic, output, options));
			return;
		}
		const publication = { topic, payload: output, ...options };
		const refused = hops.withinAnswers(next, () => submit(connections, publication, principal));
		if (refused !== undefined) throw new Error(refused);
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

function submit(connections: Submitting, message: Publication, principal: string): string | undefined {
	if (connections.submit === undefined) return `nobody in this emulator takes messages of rules on ${message.topic}`;
	return connections.submit({ ...message, principal, certificateId: undefined })?.reason;
}
