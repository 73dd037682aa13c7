import { type CompiledAction, compileAction } from "./actions/compiled-action.js";
import type { Statement } from "./sql/ast.js";
import { parseSql } from "./sql/parse-sql.js";
import type { TopicRule, TopicRulePayload } from "./topic-rule.js";

/** A rule ready to run. */
export interface CompiledRule {
	readonly rule: TopicRule;
	readonly statement: Statement;
	readonly actions: readonly CompiledAction[];
	readonly errorAction: CompiledAction | undefined;
}

/** Throws SqlParseException for its SQL or a template in its actions. */
export function compileParts(payload: TopicRulePayload): Omit<CompiledRule, "rule"> {
	const { sql, awsIotSqlVersion: version, actions, errorAction } = payload;
	const statement = parseSql(sql, version);
	const variables = statement.variables.map(([name]) => name);
	return {
		statement,
		actions: actions.map((action) => compileAction(action, version, variables)),
		errorAction: errorAction && compileAction(errorAction, version, variables),
	};
}
