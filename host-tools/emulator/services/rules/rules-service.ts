import type { Service, ServiceParts } from "../service.js";
import { makePerformers } from "./actions/performers.js";
import { basicIngest } from "./basic-ingest.js";
import { askToConfirm } from "./destinations/ask-to-confirm.js";
import { destinationOperations } from "./destinations/destination-operations.js";
import { Destinations } from "./destinations/destinations.js";
import { Hops } from "./hops.js";
import { RuleEngine } from "./rule-engine.js";
import { RuleJournal } from "./rule-journal.js";
import { ruleOperations } from "./rule-operations.js";
import { RuleRun } from "./run-rule.js";
import { TopicRules } from "./topic-rules.js";

type Parts = Pick<ServiceParts, "clock" | "journal" | "store" | "registry" | "connections" | "behaviour" | "metrics">;

/** Whoever a rule's role is, it is not one of the account's users: the emulator has no IAM. */
const rulesEngine = "AROATHINGSMITHRULES0:rules-engine";

/** Topic rules: what is published, evaluated by their SQL and brought to their actions. */
export function rulesService(parts: Parts): Service {
	const { clock, journal, store, registry, connections, metrics } = parts;
	const { hooks } = parts.behaviour;
	const ending = new AbortController();
	const { signal } = ending;
	const destinations = new Destinations({
		store,
		clock,
		askToConfirm: (destination, enableUrl) => void askToConfirm({ journal, hooks, signal }, destination, enableUrl),
	});
	const hops = new Hops();
	const problemOf = (url: string) => destinations.problemOf(url);
	const performers = makePerformers({ connections, hops, principal: rulesEngine, hooks, problemOf, metrics, signal });
	const said = new RuleJournal(journal);
	const runner = new RuleRun({ clock, journal: said, metrics, hooks, registry, connections, performers });
	const engine = new RuleEngine({ journal: said, metrics, hops, run: (rule, message) => runner.run(rule, message) });
	const onBroken = (ruleName: string, reason: string) => {
		const words = `The rule "${ruleName}" is kept and does not run: ${reason}`;
		journal.add({ plane: "rules", code: "rule-broken", reason: words, target: ruleName });
	};
	const { changes, tags } = registry;
	const rules = new TopicRules({ store, clock, changes, engine, onBroken });
	tags.taggable("rule", (ruleName) => rules.find(ruleName)?.ruleArn);
	const unfollow = connections.follow(engine);
	return {
		name: "rules",
		operations: [...ruleOperations({ rules, destinations, tags }), ...destinationOperations(destinations)],
		reserved: basicIngest(engine),
		close() {
			unfollow();
			engine.close();
			ending.abort();
		},
	};
}
