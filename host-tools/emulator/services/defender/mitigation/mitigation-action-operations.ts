import { invalidRequest } from "../../../aws-error.js";
import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../../http/operation.js";
import { pageByToken } from "../../../http/pages.js";
import { type MitigationAction, readActionParams, typeOf } from "./mitigation-action.js";
import type { MitigationActions } from "./mitigation-actions.js";

export function mitigationActionOperations(actions: MitigationActions): readonly Operation[] {
	const all = "/mitigationactions/actions";
	const one = `${all}/{actionName}`;
	const nameIn = ({ path }: ApiCall) => path("actionName");
	return [
		{ name: "CreateMitigationAction", method: "POST", path: one, handle: (call) => create(actions, call) },
		{
			name: "DescribeMitigationAction",
			method: "GET",
			path: one,
			handle: (call) => descriptionOf(actions.describe(nameIn(call))),
		},
		{ name: "UpdateMitigationAction", method: "PATCH", path: one, handle: (call) => update(actions, call) },
		{
			name: "DeleteMitigationAction",
			method: "DELETE",
			path: one,
			handle: (call) => {
				actions.delete(nameIn(call));
				return {};
			},
		},
		{ name: "ListMitigationActions", method: "GET", path: all, handle: (call) => list(actions, call) },
	];
}

function create(actions: MitigationActions, { path, body, scope }: ApiCall): Answer {
	const members = body();
	const params = members.object("actionParams");
	if (params === undefined) throw invalidRequest("actionParams is missing");
	const roleArn = members.requiredString("roleArn");
	return arnAndId(actions.create(path("actionName"), roleArn, readActionParams(params), scope));
}

function update(actions: MitigationActions, { path, body }: ApiCall): Answer {
	const members = body();
	const roleArn = members.string("roleArn");
	const params = members.object("actionParams");
	const change = {
		...(roleArn !== undefined && { roleArn }),
		...(params !== undefined && { actionParams: readActionParams(params) }),
	};
	return arnAndId(actions.update(path("actionName"), change));
}

function list(actions: MitigationActions, call: ApiCall): Answer {
	const type = call.query.string("actionType");
	const { items, next } = pageByToken(call, {
		from: (range) => actions.list(range),
		keyOf: ({ actionName }) => actionName,
		where: ({ actionParams }) => type === undefined || typeOf(actionParams) === type,
	});
	const actionIdentifiers = items.map(({ actionName, actionArn, creationDate }) => ({
		actionName,
		actionArn,
		creationDate: epochSeconds(creationDate),
	}));
	return { actionIdentifiers, nextToken: next };
}

function arnAndId({ actionArn, actionId }: MitigationAction): object {
	return { actionArn, actionId };
}

function descriptionOf({ creationDate, lastModifiedDate, ...action }: MitigationAction): object {
	return {
		...action,
		actionType: typeOf(action.actionParams),
		creationDate: epochSeconds(creationDate),
		lastModifiedDate: epochSeconds(lastModifiedDate),
	};
}

/** As tasks tell of the actions they had. */
export function definitionOf({ actionName, actionId, roleArn, actionParams }: MitigationAction): object {
	return { name: actionName, id: actionId, roleArn, actionParams };
}
