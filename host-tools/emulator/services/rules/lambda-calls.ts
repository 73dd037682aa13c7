import type { HookSettings } from "../../behaviour.js";
import { callFunction } from "../../functions/call-function.js";
import type { JsonValue } from "../../json-value.js";
import { checkCallable } from "./check-callable.js";
import type { SqlValue } from "./sql/values.js";
import type { TopicRule } from "./topic-rule.js";

/** Ours: different calls of aws_lambda that one message may cause in one rule. */
const mostCalls = 10;
/** AWS: ms that a call in SQL may take. */
const deadlineMs = 2000;

/** The evaluation needs what a function answers: it is to be repeated when that is known. */
export class PendingCall extends Error {
	override readonly name = "PendingCall";
	readonly functionArn: string;
	readonly input: JsonValue;

	constructor(functionArn: string, input: JsonValue) {
		super(`The answer of ${functionArn} is not known yet`);
		this.functionArn = functionArn;
		this.input = input;
	}
}

/** What aws_lambda answers while one message is worked on: the same call is made once. */
export class LambdaCalls {
	readonly #hooks: HookSettings;
	readonly #rule: TopicRule;
	readonly #answers = new Map<string, SqlValue>();

	constructor(hooks: HookSettings, rule: TopicRule) {
		this.#hooks = hooks;
		this.#rule = rule;
	}

	/** Throws PendingCall when it is not known. */
	answer(functionArn: string, input: JsonValue): SqlValue {
		const key = keyOf(functionArn, input);
		if (!this.#answers.has(key)) throw new PendingCall(functionArn, input);
		return this.#answers.get(key);
	}

	/** What `evaluate` returns once it has all answers. Rejects with what it throws, and when a function fails. */
	async complete<T>(evaluate: () => T): Promise<T> {
		for (;;) {
			try {
				return evaluate();
			} catch (error) {
				if (!(error instanceof PendingCall)) throw error;
				await this.#ask(error);
			}
		}
	}

	async #ask({ functionArn, input }: PendingCall): Promise<void> {
		if (this.#answers.size >= mostCalls) throw new Error(`the SQL calls functions more than ${mostCalls} times`);
		try {
			checkCallable(functionArn, this.#rule);
			const answer = await callFunction(functionArn, input, { ...this.#hooks, deadlineMs });
			this.#answers.set(keyOf(functionArn, input), answer as SqlValue);
		} catch (error) {
			throw new Error(`aws_lambda failed: ${(error as Error).message}`);
		}
	}
}

function keyOf(functionArn: string, input: JsonValue): string {
	return JSON.stringify([functionArn, input]);
}
