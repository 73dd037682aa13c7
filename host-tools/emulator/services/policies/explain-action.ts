import { invalidRequest, quote } from "../../aws-error.js";
import type { PolicyAction } from "../../policy/evaluate-policies.js";
import { resourceKind } from "../../policy/session-authorizer.js";

export interface AskedAction {
	readonly action: PolicyAction;
	/** The name in the resource's ARN: what was given, or else the client id or the thing's name, as the action asks for. */
	nameFor(asker: { readonly clientId: string; readonly thingName: string }): string;
}

const actions = new Map((Object.keys(resourceKind) as PolicyAction[]).map((action) => [plain(action), action]));

/** `action` in any spelling: publish, iot:Publish, get-thing-shadow; `topic` is a filter for subscribe. Throws InvalidRequestException. */
export function actionIn(read: (name: string) => string | undefined): AskedAction {
	const text = read("action");
	const action = actions.get(plain(text ?? ""));
	if (action === undefined) {
		const known = [...actions.values()].map((one) => one.replace("iot:", "")).join(", ");
		throw invalidRequest(`action must be one of ${known}: it is ${text === undefined ? "missing" : quote(text)}`);
	}
	const kind = resourceKind[action];
	const name = read("topic");
	return {
		action,
		nameFor({ clientId, thingName }) {
			if (name !== undefined) return name;
			if (kind === "client") return clientId;
			if (kind === "thing") return thingName;
			throw invalidRequest(`topic is missing: the ${kind} that ${action} is about`);
		},
	};
}

function plain(action: string): string {
	return action.toLowerCase().replace(/^iot:/, "").replaceAll("-", "");
}
