import { invalidRequest } from "../../../aws-error.js";
import type { Members } from "../../../http/members.js";
import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../../http/operation.js";
import { pageByBody } from "../../../http/pages.js";
import { bodyInstant } from "../../instants.js";
import { readClientRequestToken } from "../client-request-token.js";
import { type AuditSuppression, type AuditSuppressions, suppressionKey } from "./audit-suppressions.js";
import { isIdentifiedBy, type ResourceIdentifier, readResourceIdentifier } from "./audited-resource.js";

export function auditSuppressionOperations(suppressions: AuditSuppressions): readonly Operation[] {
	const post = (name: string, path: string, handle: (call: ApiCall) => Answer): Operation => ({
		name,
		method: "POST",
		path: `/audit/suppressions/${path}`,
		handle,
	});
	return [
		post("CreateAuditSuppression", "create", (call) => create(suppressions, call)),
		post("DescribeAuditSuppression", "describe", ({ body }) => {
			const { checkName, resource } = readKey(body());
			return descriptionOf(suppressions.describe(checkName, resource));
		}),
		post("DeleteAuditSuppression", "delete", ({ body }) => {
			const { checkName, resource } = readKey(body());
			suppressions.delete(checkName, resource);
			return {};
		}),
		post("ListAuditSuppressions", "list", (call) => list(suppressions, call)),
		{
			name: "UpdateAuditSuppression",
			method: "PATCH",
			path: "/audit/suppressions/update",
			handle: ({ body }) => {
				const { checkName, resource } = readKey(body());
				suppressions.update(checkName, resource, readProperties(body()));
				return {};
			},
		},
	];
}

function create(suppressions: AuditSuppressions, { body }: ApiCall): Answer {
	const members = body();
	const { checkName, resource } = readKey(members);
	suppressions.create(checkName, resource, readProperties(members), readClientRequestToken(members));
	return {};
}

function list(suppressions: AuditSuppressions, call: ApiCall): Answer {
	const members = call.body();
	const checkName = members.string("checkName");
	const resource = readResourceIdentifier(members);
	const { items, next } = pageByBody(call, {
		from: (range) => suppressions.list(range),
		keyOf: suppressionKey,
		where: (row) =>
			(checkName === undefined || row.checkName === checkName) &&
			(resource === undefined || isIdentifiedBy(row.resourceIdentifier, resource)),
		descending: !(members.boolean("ascendingOrder") ?? true),
	});
	return { suppressions: items.map(descriptionOf), nextToken: next };
}

function readKey(members: Members): { readonly checkName: string; readonly resource: ResourceIdentifier } {
	const checkName = members.requiredString("checkName");
	const resource = readResourceIdentifier(members);
	if (resource === undefined) throw invalidRequest("resourceIdentifier is missing");
	return { checkName, resource };
}

function readProperties(members: Members) {
	const expirationDate = bodyInstant(members, "expirationDate");
	const suppressIndefinitely = members.boolean("suppressIndefinitely");
	const description = members.string("description");
	return {
		...(expirationDate !== undefined && { expirationDate }),
		...(suppressIndefinitely !== undefined && { suppressIndefinitely }),
		...(description !== undefined && { description }),
	};
}

function descriptionOf(suppression: AuditSuppression): object {
	const { checkName, resourceIdentifier, expirationDate, suppressIndefinitely, description } = suppression;
	return {
		checkName,
		resourceIdentifier,
		...(expirationDate !== undefined && { expirationDate: epochSeconds(expirationDate) }),
		suppressIndefinitely,
		...(description !== "" && { description }),
	};
}
