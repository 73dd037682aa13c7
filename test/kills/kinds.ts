import type { Kind } from "./kind.js";
import { certificateKinds } from "./kinds/certificates.js";
import { jobs, retained, shadows } from "./kinds/data-plane.js";
import * as registry from "./kinds/registry.js";
import * as settings from "./kinds/settings.js";

/** Everything that the load changes. */
export async function allKinds(): Promise<readonly Kind[]> {
	return [
		{ ...registry.things, prepare: ({ api }) => api.call("POST", "/billing-groups/payer", {}).then(() => {}) },
		registry.thingTypes,
		registry.thingGroups,
		registry.tags,
		registry.members,
		registry.billingGroups,
		registry.policies,
		registry.policyVersions,
		registry.templates,
		registry.rules,
		registry.streams,
		registry.roleAliases,
		...Object.values(settings),
		...(await certificateKinds()),
		shadows("http"),
		shadows("mqtt"),
		retained("http"),
		retained("mqtt"),
		jobs,
	];
}
