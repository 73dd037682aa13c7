import type { JsonValue } from "../../../../../../host-tools/emulator/json-value.js";
import type { SqlVersion } from "../../../../../../host-tools/emulator/services/rules/sql/ast.js";
import { evaluateStatement } from "../../../../../../host-tools/emulator/services/rules/sql/evaluate-statement.js";
import type {
	Lookups,
	MessageContext,
} from "../../../../../../host-tools/emulator/services/rules/sql/message-context.js";
import { parseSql } from "../../../../../../host-tools/emulator/services/rules/sql/parse-sql.js";

export const noLookups: Lookups = {
	shadow: () => undefined,
	registry: () => undefined,
	lambda: () => undefined,
	addressOf: () => undefined,
};

export function message(payload: unknown, given: Partial<MessageContext> = {}): MessageContext {
	return {
		payload: Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload)),
		topic: "a/b/c",
		clientId: "client-1",
		principal: "ab12",
		properties: undefined,
		traceId: "5e1f2c0e-0000-4000-8000-000000000000",
		accountId: "000000000000",
		sqlVersion: "2016-03-23",
		now: () => 1_700_000_000_123,
		lookups: noLookups,
		...given,
	};
}

/** What the rule makes of a message; undefined when WHERE does not let it through. */
export function output(sql: string, context: MessageContext, version: SqlVersion = "2016-03-23"): Buffer | undefined {
	return evaluateStatement(parseSql(sql, version), context).output;
}

/** The JSON that comes out. */
export function run(sql: string, payload: unknown = {}, given: Partial<MessageContext> = {}): JsonValue | undefined {
	const made = output(sql, message(payload, given));
	return made === undefined ? undefined : JSON.parse(made.toString());
}

/** The value of one expression: "Undefined" where SQL has that. */
export function resultOf(expression: string, payload: unknown = {}, given: Partial<MessageContext> = {}): unknown {
	const made = run(`SELECT ${expression} AS v FROM 'a'`, payload, given) as { v?: unknown };
	return "v" in made ? made.v : "Undefined";
}
