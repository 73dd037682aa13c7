import { randomUUID } from "node:crypto";
import type { ConnectionListener, PublishedMessage } from "../../broker/connections.js";
import type { Metrics } from "../metrics.js";
import type { CompiledRule } from "./compiled-rule.js";
import type { Hops } from "./hops.js";
import type { IncomingMessage } from "./incoming-message.js";
import { RuleIndex } from "./rule-index.js";
import type { RuleJournal } from "./rule-journal.js";
import { QueueRoom, RuleQueue, RuleTurns } from "./rule-queue.js";

export interface RuleEngineParts {
	readonly journal: RuleJournal;
	readonly metrics: Metrics;
	readonly hops: Hops;
	/** Runs one rule on one message; never rejects. */
	readonly run: (rule: CompiledRule, message: IncomingMessage) => Promise<void>;
}

/** A rule that is enabled, and what waits for it. */
interface ActiveRule {
	compiled: CompiledRule;
	readonly queue: RuleQueue;
}

/** Brings what is published to the rules it is for: off the publisher's path, each rule's messages in their order. */
export class RuleEngine implements ConnectionListener {
	readonly #parts: RuleEngineParts;
	readonly #active = new Map<string, ActiveRule>();
	readonly #index = new RuleIndex<ActiveRule>();
	readonly #room = new QueueRoom();
	readonly #turns = new RuleTurns();

	constructor(parts: RuleEngineParts) {
		this.#parts = parts;
	}

	/** Replaces the rule of that name; what waits for it goes by the new one. */
	activate(compiled: CompiledRule): void {
		const { ruleName } = compiled.rule;
		const active = this.#active.get(ruleName) ?? this.#newRule(compiled);
		this.#unlist(active);
		active.compiled = compiled;
		this.#active.set(ruleName, active);
		const { topicFilter } = compiled.statement;
		if (topicFilter !== undefined) this.#index.add(topicFilter, active);
	}

	/** What waits for it is dropped. */
	deactivate(ruleName: string): void {
		const active = this.#active.get(ruleName);
		if (active === undefined) return;
		this.#active.delete(ruleName);
		this.#unlist(active);
		active.queue.close();
	}

	published({ topic, payload, clientId, principal, properties }: PublishedMessage): void {
		const rules = this.#index.match(topic);
		if (rules.length === 0) return;
		const message: IncomingMessage = {
			topic,
			payload: Buffer.from(payload),
			clientId,
			principal,
			properties,
			traceId: randomUUID(),
			lineage: this.#parts.hops.current,
		};
		for (const rule of rules) this.#offer(rule, message);
	}

	/** Basic ingest: for one rule alone. False when there is none of that name that is enabled. */
	ingest(ruleName: string, message: Omit<IncomingMessage, "traceId" | "lineage">): boolean {
		const rule = this.#active.get(ruleName);
		if (rule === undefined) {
			this.#parts.metrics.count("RuleNotFound", { RuleName: ruleName });
			return false;
		}
		this.#offer(rule, { ...message, traceId: randomUUID(), lineage: this.#parts.hops.current });
		return true;
	}

	close(): void {
		for (const ruleName of [...this.#active.keys()]) this.deactivate(ruleName);
	}

	#offer({ compiled, queue }: ActiveRule, message: IncomingMessage): void {
		this.#parts.metrics.count("TopicMatch", { RuleName: compiled.rule.ruleName });
		queue.offer(message);
	}

	#newRule(compiled: CompiledRule): ActiveRule {
		const { ruleName } = compiled.rule;
		const active: ActiveRule = {
			compiled,
			queue: new RuleQueue({
				turns: this.#turns,
				room: this.#room,
				run: (message) => this.#parts.run(active.compiled, message),
				onDropped: (message) => this.#dropped(ruleName, message),
			}),
		};
		return active;
	}

	#dropped(ruleName: string, { topic }: IncomingMessage): void {
		this.#parts.metrics.count("RuleMessageThrottled", { RuleName: ruleName });
		const reason = `The rule "${ruleName}" did not get a message on "${topic}": too many wait for it`;
		this.#parts.journal.say(ruleName, { code: "rule-queue-full", reason });
	}

	#unlist(rule: ActiveRule): void {
		const { topicFilter } = rule.compiled.statement;
		if (topicFilter !== undefined) this.#index.remove(topicFilter, rule);
	}
}
