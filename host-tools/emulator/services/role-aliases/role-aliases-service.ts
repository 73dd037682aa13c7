import { scopeOfArn } from "../../arn.js";
import { type Answer, type ApiCall, epochSeconds } from "../../http/operation.js";
import { pageByMarker } from "../../http/pages.js";
import type { Service, ServiceParts } from "../service.js";
import { tagsIn } from "../tag-members.js";
import type { Tags } from "../tags/tags.js";
import { assumeRoleOperation } from "./assume-role.js";
import type { RoleAlias, RoleAliases, RoleAliasUpdate } from "./role-aliases.js";

type Parts = Pick<ServiceParts, "clock" | "registry" | "journal">;

/** Role aliases, and the credentials that devices get for them. */
export function roleAliasesService({ clock, registry, journal }: Parts): Service {
	const { certificates, things, tags, roleAliases: aliases } = registry;
	tags.taggable("rolealias", (name) => aliases.find(name)?.roleAliasArn);
	const one = "/role-aliases/{roleAlias}";
	const nameIn = ({ path }: ApiCall) => path("roleAlias");
	return {
		name: "role-aliases",
		operations: [
			{ name: "CreateRoleAlias", method: "POST", path: one, handle: (call) => create(aliases, tags, call) },
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
			{ name: "DeleteRoleAlias", method: "DELETE", path: one, handle: (call) => remove(aliases, tags, call) },
			{ name: "ListRoleAliases", method: "GET", path: "/role-aliases", handle: (call) => list(aliases, call) },
			assumeRoleOperation({ aliases, certificates, things, clock, journal }),
		],
	};
}

function create(aliases: RoleAliases, tags: Tags, call: ApiCall): Answer {
	const body = call.body();
	body.requiredString("roleArn");
	const given = tagsIn(body);
	const created = aliases.create(call.path("roleAlias"), read(call), call.scope);
	tags.set(created.roleAliasArn, given);
	return nameAndArn(created);
}

function remove(aliases: RoleAliases, tags: Tags, { path }: ApiCall): Answer {
	tags.remove(aliases.delete(path("roleAlias")).roleAliasArn);
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
