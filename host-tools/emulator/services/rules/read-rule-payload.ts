import { invalidRequest, quote } from "../../aws-error.js";
import type { Members } from "../../http/members.js";
import type { ApiCall } from "../../http/operation.js";
import { isJsonObject, type JsonValue } from "../../json-value.js";
import { checkLength } from "../checks.js";
import { checkAction } from "./actions/check-action.js";
import { type SqlVersion, sqlVersions } from "./sql/ast.js";
import type { TopicRulePayload } from "./topic-rule.js";

/** AWS: bytes of a rule. */
const largestRule = 256 * 1024;
const mostActions = 10;
/** Ours: characters. */
const longestDescription = 2028;

/** The body of CreateTopicRule and ReplaceTopicRule: a rule's payload. Throws InvalidRequestException that names the member. */
export function readRulePayload({ payload, body }: ApiCall): TopicRulePayload {
	if (payload.length > largestRule) {
		throw invalidRequest(`A rule has at most ${largestRule} bytes: this one has ${payload.length}`);
	}
	const members = body();
	const description = members.string("description");
	if (description !== undefined) checkLength("description", description, 0, longestDescription);
	// Members reads lists of texts only.
	const { actions = null, errorAction = null } = JSON.parse(payload.toString() || "{}") as Record<string, JsonValue>;
	return {
		sql: members.requiredString("sql"),
		description,
		actions: readActions(actions),
		errorAction: errorAction === null ? undefined : checkAction("errorAction", errorAction),
		ruleDisabled: members.boolean("ruleDisabled") ?? false,
		awsIotSqlVersion: readVersion(members),
	};
}

function readActions(actions: JsonValue): TopicRulePayload["actions"] {
	if (actions === null) throw invalidRequest("actions is missing");
	if (!Array.isArray(actions)) throw invalidRequest("actions must be a list");
	if (actions.length > mostActions) {
		throw invalidRequest(`A rule has at most ${mostActions} actions: this one has ${actions.length}`);
	}
	return actions.map((action, index) => checkAction(`actions[${index}]`, action));
}

function readVersion(members: Members): SqlVersion {
	const version = members.string("awsIotSqlVersion") ?? "2015-10-08";
	const known = sqlVersions.find((one) => one === version);
	if (known !== undefined) return known;
	throw invalidRequest(`awsIotSqlVersion must be one of ${sqlVersions.join(", ")}: it is ${quote(version)}`);
}

/** The URLs of HTTP actions in a rule: each needs a destination. */
export function httpActions({
	actions,
	errorAction,
}: TopicRulePayload): readonly { url: string; confirmationUrl?: string }[] {
	return [...actions, ...(errorAction === undefined ? [] : [errorAction])].flatMap(({ http }) => {
		if (!isJsonObject(http) || typeof http.url !== "string") return [];
		const { url, confirmationUrl } = http;
		return [{ url, ...(typeof confirmationUrl === "string" && { confirmationUrl }) }];
	});
}
