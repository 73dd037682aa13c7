import { scopeOfArn } from "../../arn.js";
import { type Answer, type ApiCall, epochSeconds } from "../../http/operation.js";
import { pageByMarker } from "../../http/pages.js";
import type { Service, ServiceParts } from "../service.js";
import type { RoleAlias, RoleAliases, RoleAliasUpdate } from "./role-aliases.js";

/** Role aliases, for scripts that make them; tags are accepted and not kept. */
export function roleAliasesService({ registry: { roleAliases: aliases } }: Pick<ServiceParts, "registry">): Service {
	const one = "/role-aliases/{roleAlias}";
	const nameIn = ({ path }: ApiCall) => path("roleAlias");
	return {
		name: "role-aliases",
		operations: [
			{ name: "CreateRoleAlias", method: "POST", path: one, handle: (call) => create(aliases, call) },
			{
				name: "DescribeRoleAlias",
				method: "GET",
				path: one,
				handle: (call) => ({ roleAliasDescription: descriptionOf(aliases.describe(nameIn(call))) }),
			},
			{
				name: "UpdateRoleAlias",
				method: "PUT",
				path: one,
				handle: (call) => nameAndArn(aliases.update(nameIn(call), read(call))),
			},
			{ name: "DeleteRoleAlias", method: "DELETE", path: one, handle: (call) => remove(aliases, call) },
			{ name: "ListRoleAliases", method: "GET", path: "/role-aliases", handle: (call) => list(aliases, call) },
		],
	};
}

function create(aliases: RoleAliases, call: ApiCall): Answer {
	call.body().requiredString("roleArn");
	return nameAndArn(aliases.create(call.path("roleAlias"), read(call), call.scope));
}

function remove(aliases: RoleAliases, { path }: ApiCall): Answer {
	aliases.delete(path("roleAlias"));
	return {};
}

function list(aliases: RoleAliases, call: ApiCall): Answer {
	const ascending = call.query.boolean("isAscendingOrder") ?? false;
	const { items, next } = pageByMarker(call, {
		from: (range) => aliases.list(range),
		keyOf: ({ roleAlias }) => roleAlias,
		descending: !ascending,
	});
	return { roleAliases: items.map(({ roleAlias }) => roleAlias), nextMarker: next };
}

function read({ body }: ApiCall): RoleAliasUpdate {
	const members = body();
	const roleArn = members.string("roleArn");
	const credentialDurationSeconds = members.integer("credentialDurationSeconds");
	return {
		...(roleArn !== undefined && { roleArn }),
		...(credentialDurationSeconds !== undefined && { credentialDurationSeconds }),
	};
}

function nameAndArn({ roleAlias, roleAliasArn }: RoleAlias): object {
	return { roleAlias, roleAliasArn };
}

function descriptionOf({ roleAliasArn, creationDate, lastModifiedDate, ...rest }: RoleAlias): object {
	return {
		...rest,
		roleAliasArn,
		owner: scopeOfArn(roleAliasArn).accountId,
		creationDate: epochSeconds(creationDate),
		lastModifiedDate: epochSeconds(lastModifiedDate),
	};
}
