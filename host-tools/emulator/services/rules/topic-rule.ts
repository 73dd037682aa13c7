import type { JsonObject } from "../../json-value.js";
import type { SqlVersion } from "./sql/ast.js";

/** A rule as it is kept: what GetTopicRule shows. */
export interface TopicRule {
	readonly ruleName: string;
	readonly ruleArn: string;
	readonly sql: string;
	readonly description: string | undefined;
	/** Each has one member, named by the kind of action. */
	readonly actions: readonly JsonObject[];
	readonly errorAction: JsonObject | undefined;
	readonly ruleDisabled: boolean;
	readonly awsIotSqlVersion: SqlVersion;
	/** Of the SQL; undefined for a rule that basic ingest alone reaches. */
	readonly topicPattern: string | undefined;
	/** ms */
	readonly createdAt: number;
}

/** What a rule consists of beside its name. */
export type TopicRulePayload = Omit<TopicRule, "ruleName" | "ruleArn" | "topicPattern" | "createdAt">;
