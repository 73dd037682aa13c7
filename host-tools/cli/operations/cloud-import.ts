import type { TaskContext } from "../../base/task-context.js";
import { ToolError } from "../../base/tool-error.js";
import { toToolError } from "../../cloud/account/to-tool-error.js";
import type { ApplyEvent } from "../../cloud/apply/apply-events.js";
import type { Account } from "../../cloud/apply/open-account.js";
import { kindOf } from "../../cloud/apply/plan.js";
import { concrete } from "../../cloud/model/concrete.js";
import type { Resource, Value } from "../../cloud/model/resource.js";
import { type CloudOptions, withAccount } from "./cloud-plan.js";

/** Makes everything of that name the project's. Rejects with ToolError `usage` where the project has nothing of that name. */
export async function importCloud(
	options: CloudOptions & { readonly name: string },
	context: TaskContext<ApplyEvent>,
): Promise<void> {
	const { aws, name } = options;
	await withAccount(options, context, async (account) => {
		const meant = account.model.filter(
			(resource) => resource.name === name && account.unavailable(resource) === undefined,
		);
		if (meant.length === 0) throw unknown(account, name);
		for (const resource of meant) {
			await adopt(resource, account, context).catch((error: unknown) => {
				throw toToolError(error, `import of ${resource.type} ${name}`, aws);
			});
		}
	});
}

async function adopt(
	resource: Resource,
	{ context, kinds }: Account,
	{ emit }: TaskContext<ApplyEvent>,
): Promise<void> {
	const { type, name } = resource;
	const kind = kindOf(kinds, resource);
	const told = { event: "cloud-step", action: "update", type, name } as const;
	const properties = concrete(resource.properties as Value, context.place) as Readonly<Record<string, never>>;
	const found = await kind.read(name, context, properties);
	if (found === undefined) return emit({ ...told, phase: "kept", reason: "there is none: `cloud apply` will make it" });
	if (found.owner === context.owner) return emit({ ...told, phase: "kept", reason: "it is the project's already" });
	if (kind.adopt === undefined)
		return emit({ ...told, phase: "kept", reason: "what is of this type cannot be marked" });
	await kind.adopt(name, context);
	emit({ ...told, phase: "done" });
}

function unknown({ model }: Account, name: string): ToolError {
	const names = [...new Set(model.map((resource) => resource.name))];
	return new ToolError("usage", `The project has nothing called ${JSON.stringify(name)}`, {
		next: `name one of: ${names.join(", ")}`,
	});
}
