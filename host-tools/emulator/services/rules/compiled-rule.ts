import { checkRepublishTopic } from "./actions/check-republish-topic.js";
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

/** As `compileParts`, of a rule that is new: throws InvalidRequestException as well, for an action that could never be performed. */
export function compileNewParts(payload: TopicRulePayload): Omit<CompiledRule, "rule"> {
	const parts = compileParts(payload);
	const variables = parts.statement.variables.map(([name]) => name);
	for (const action of [...payload.actions, payload.errorAction ?? {}]) {
		checkRepublishTopic(action, payload.awsIotSqlVersion, variables);
	}
	return parts;
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
