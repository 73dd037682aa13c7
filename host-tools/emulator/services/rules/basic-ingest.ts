import type { ReservedTopics } from "../service.js";
import type { RuleEngine } from "./rule-engine.js";

const prefix = "$aws/rules/";
/** `$aws/rules/<rule>/<topic>` */
const ingest = /^\$aws\/rules\/([a-zA-Z0-9_]{1,128})(?:\/(.*))?$/s;

/** Topics that reach one rule, and no subscriber. */
export function basicIngest(engine: Pick<RuleEngine, "ingest">): ReservedTopics {
	return {
		purpose: "basic ingest",
		owns: (topic) => topic.startsWith(prefix),
		mayPublish: (topic) => ingest.test(topic) || "basic ingest is $aws/rules/<rule>/<topic>",
		maySubscribe: () => "the topics of basic ingest are for publishing only",
		answer({ topic: whole, payload, clientId, principal, refuse }) {
			const [, ruleName = "", topic = ""] = ingest.exec(whole) ?? [];
			const message = {
				topic,
				payload: Buffer.from(payload),
				// There is none over HTTP.
				clientId: clientId === "" ? undefined : clientId,
				principal,
				properties: undefined,
			};
			if (engine.ingest(ruleName, message)) return;
			refuse("rule-not-found", `There is no rule "${ruleName}" that is enabled: the message is dropped`);
		},
	};
}
