import { scopeOfArn } from "../../arn.js";
import type { HookSettings } from "../../behaviour.js";
import type { EmulatorClock } from "../../clock.js";
import type { Metrics } from "../metrics.js";
import type { ActionCall, Performer } from "./actions/action-call.js";
import type { CompiledAction } from "./actions/compiled-action.js";
import type { CompiledRule } from "./compiled-rule.js";
import type { IncomingMessage } from "./incoming-message.js";
import { LambdaCalls } from "./lambda-calls.js";
import { type LookupParts, lookupsOf } from "./lookups.js";
import type { RuleJournal } from "./rule-journal.js";
import { evaluateStatement } from "./sql/evaluate-statement.js";
import type { Evaluator } from "./sql/evaluator.js";
import type { MessageContext } from "./sql/message-context.js";

export interface RunParts extends LookupParts {
	readonly clock: EmulatorClock;
	readonly journal: RuleJournal;
	readonly metrics: Metrics;
	readonly hooks: HookSettings;
	readonly performers: ReadonlyMap<string, Performer>;
}

/** What an error document says of an action that failed. */
interface Failure {
	readonly failedAction: string;
	readonly failedResource: string;
	readonly errorMessage: string;
}

/** One rule and one message. */
interface Run {
	readonly compiled: CompiledRule;
	readonly message: IncomingMessage;
	readonly evaluator: Evaluator;
	readonly calls: LambdaCalls;
}

/** Evaluates rules on messages and performs their actions. */
export class RuleRun {
	readonly #parts: RunParts;
	/** Rules and kinds of actions of which the journal has said that they are not performed. */
	readonly #notPerformed = new Set<string>();

	constructor(parts: RunParts) {
		this.#parts = parts;
	}

	/** Resolves when all actions are over; never rejects. */
	async run(compiled: CompiledRule, message: IncomingMessage): Promise<void> {
		const { metrics, hooks } = this.#parts;
		const { ruleName } = compiled.rule;
		metrics.count("RulesExecuted");
		const calls = new LambdaCalls(hooks, compiled.rule);
		try {
			const context = this.#contextOf(compiled, message, calls);
			const outcome = await calls.complete(() => evaluateStatement(compiled.statement, context));
			if (outcome.isRaw) metrics.count("ParseError", { RuleName: ruleName });
			const { output, evaluator } = outcome;
			if (output !== undefined) await this.#performAll({ compiled, message, evaluator, calls }, output);
		} catch (error) {
			this.#journal(compiled, message, "rule-sql-failed", `The SQL of rule "${ruleName}" failed: ${wordsOf(error)}`);
		}
	}

	#contextOf({ rule }: CompiledRule, message: IncomingMessage, calls: LambdaCalls): MessageContext {
		const { clock } = this.#parts;
		const lambda = calls.answer.bind(calls);
		return {
			...message,
			accountId: scopeOfArn(rule.ruleArn).accountId,
			sqlVersion: rule.awsIotSqlVersion,
			now: () => clock.now(),
			lookups: lookupsOf(this.#parts, lambda),
		};
	}

	async #performAll(run: Run, output: Buffer): Promise<void> {
		const { actions, errorAction } = run.compiled;
		const failures = await Promise.all(actions.map((action) => this.#perform(run, action, output, "")));
		const failed = failures.filter((failure) => failure !== undefined);
		if (failed.length === 0 || errorAction === undefined) return;
		await this.#perform(run, errorAction, errorDocument(run, failed), "ErrorAction");
	}

	/** Undefined when the action succeeded, or is none that is performed here. `prefix`: of the names of its metrics. */
	async #perform(run: Run, action: CompiledAction, output: Buffer, prefix: string): Promise<Failure | undefined> {
		const { performers, metrics } = this.#parts;
		const { compiled, message, evaluator, calls } = run;
		const perform = performers.get(action.name);
		if (perform === undefined) return this.#sayNotPerformed(compiled, message, action.name);
		const { ruleName } = compiled.rule;
		const dimensions = { RuleName: ruleName, ActionType: action.kind.type };
		let call: ActionCall | undefined;
		try {
			const parameters = await calls.complete(() => action.fill(evaluator));
			call = { parameters, output, message, rule: compiled.rule };
			await perform(call);
			metrics.count(`${prefix}Success`, dimensions);
			return undefined;
		} catch (error) {
			metrics.count(`${prefix}Failure`, dimensions);
			const errorMessage = wordsOf(error);
			const what = prefix === "" ? "action" : "error action";
			const reason = `The ${what} ${action.name} of rule "${ruleName}" failed: ${errorMessage}`;
			this.#journal(compiled, message, "rule-action-failed", reason, action.name);
			const failedResource = String(call?.parameters[action.kind.resource] ?? "");
			return { failedAction: `${action.kind.type}Action`, failedResource, errorMessage };
		}
	}

	#sayNotPerformed(compiled: CompiledRule, message: IncomingMessage, name: string): undefined {
		const { ruleName } = compiled.rule;
		const key = `${ruleName} ${name}`;
		if (this.#notPerformed.has(key)) return;
		this.#notPerformed.add(key);
		const reason = `The action ${name} of rule "${ruleName}" is not performed: what it acts on is not in this emulator. It is said once`;
		this.#journal(compiled, message, "rule-action-not-performed", reason, name);
	}

	#journal({ rule }: CompiledRule, { clientId }: IncomingMessage, code: string, reason: string, about = ""): void {
		this.#parts.journal.say(rule.ruleName, { code, reason, ...(clientId !== undefined && { clientId }) }, about);
	}
}

/** AWS's error document (docs/aws-behaviour.md, "Topic rules"). */
function errorDocument({ compiled, message }: Run, failures: readonly Failure[]): Buffer {
	const { topic, traceId, clientId, payload } = message;
	return Buffer.from(
		JSON.stringify({
			ruleName: compiled.rule.ruleName,
			topic,
			cloudwatchTraceId: traceId,
			clientId: clientId ?? "N/A",
			base64OriginalPayload: payload.toString("base64"),
			failures,
		}),
	);
}

function wordsOf(error: unknown): string {
	return error instanceof Error ? error.message : "something that is no Error was thrown";
}
