import { type ArnScope, arn } from "../../arn.js";
import { AwsError, invalidRequest, quote } from "../../aws-error.js";
import type { EmulatorClock } from "../../clock.js";
import { jsonRows } from "../../store/json-rows.js";
import type { Store } from "../../store/store.js";
import type { RowsFrom, Table } from "../../store/table.js";
import type { Changes } from "../changes.js";
import { checkRoom } from "../checks.js";
import { type CompiledRule, compileNewParts, compileParts } from "./compiled-rule.js";
import type { TopicRule, TopicRulePayload } from "./topic-rule.js";

/** AWS, unless it is asked for more. */
const mostRules = 1000;

export interface TopicRulesParts {
	readonly store: Store;
	readonly clock: EmulatorClock;
	readonly changes: Pick<Changes, "announce">;
	/** Hears of each rule that is to run from now on, and of names whose rule is not. */
	readonly engine: { activate(rule: CompiledRule): void; deactivate(ruleName: string): void };
	/** Hears why a kept rule cannot run. */
	readonly onBroken: (ruleName: string, reason: string) => void;
}

/** Topic rules. All calls are synchronous and throw AwsError as the AWS operation of the same name would. */
export class TopicRules {
	readonly #parts: TopicRulesParts;
	readonly #rows: Table<TopicRule>;

	constructor(parts: TopicRulesParts) {
		this.#parts = parts;
		const codec = jsonRows<TopicRule>("ruleName", {
			description: undefined,
			errorAction: undefined,
			topicPattern: undefined,
		});
		this.#rows = parts.store.table("topic-rule", codec, { orderOf: ({ ruleName }) => ruleName });
		for (const rule of this.#rows.values()) this.#resume(rule);
	}

	create(ruleName: string, payload: TopicRulePayload, scope: ArnScope): TopicRule {
		const present = this.#rows.get(checkRuleName(ruleName));
		if (present !== undefined) {
			throw new AwsError("ResourceAlreadyExistsException", `Rule "${ruleName}" exists`, {
				resourceId: ruleName,
				resourceArn: present.ruleArn,
			});
		}
		checkRoom("topic rules", this.#rows.size, mostRules);
		const createdAt = this.#parts.clock.now();
		const ruleArn = arn(scope, "rule", ruleName);
		return this.#keep({ ...payload, ruleName, ruleArn, createdAt }, compileNewParts(payload));
	}

	find(ruleName: string): TopicRule | undefined {
		return this.#rows.get(ruleName);
	}

	get(ruleName: string): TopicRule {
		const rule = this.#rows.get(checkRuleName(ruleName));
		if (rule !== undefined) return rule;
		// AWS's words, of which tools know that they mean this.
		throw new AwsError("UnauthorizedException", `Access to topic rule '${ruleName}' was denied: there is no such rule`);
	}

	/** Sorted by name. */
	list(range?: RowsFrom): Iterable<TopicRule> {
		return this.#rows.inOrder(range);
	}

	replace(ruleName: string, payload: TopicRulePayload): TopicRule {
		const { ruleArn, createdAt } = this.get(ruleName);
		return this.#keep({ ...payload, ruleName, ruleArn, createdAt }, compileNewParts(payload));
	}

	setDisabled(ruleName: string, ruleDisabled: boolean): void {
		this.#keep({ ...this.get(ruleName), ruleDisabled });
	}

	delete(ruleName: string): void {
		this.#rows.delete(this.get(ruleName).ruleName);
		this.#parts.engine.deactivate(ruleName);
		this.#parts.changes.announce({ kind: "topic-rule", name: ruleName });
	}

	/** Nothing is changed when the rule does not compile. */
	#keep(kept: Omit<TopicRule, "topicPattern">, parts = compileParts(kept)): TopicRule {
		const rule = { ...kept, topicPattern: parts.statement.topicFilter };
		const compiled = { rule, ...parts };
		this.#rows.set(rule.ruleName, Object.freeze(rule));
		this.#run(compiled);
		this.#parts.changes.announce({ kind: "topic-rule", name: rule.ruleName });
		return rule;
	}

	#run(compiled: CompiledRule): void {
		const { ruleName, ruleDisabled } = compiled.rule;
		if (ruleDisabled) this.#parts.engine.deactivate(ruleName);
		else this.#parts.engine.activate(compiled);
	}

	/** A rule of another version of thingsmith may have SQL that this one does not take. */
	#resume(rule: TopicRule): void {
		try {
			this.#run({ rule, ...compileParts(rule) });
		} catch (error) {
			this.#parts.onBroken(rule.ruleName, (error as Error).message);
		}
	}
}

export function checkRuleName(ruleName: string): string {
	if (/^[a-zA-Z0-9_]{1,128}$/.test(ruleName)) return ruleName;
	throw invalidRequest(
		`1 validation error detected: Value ${quote(ruleName)} at 'ruleName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9_]+$, and have 1 to 128 characters`,
	);
}
