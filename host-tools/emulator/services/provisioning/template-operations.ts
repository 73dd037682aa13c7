import type { Members } from "../../http/members.js";
import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../http/operation.js";
import { pageByToken } from "../../http/pages.js";
import type { HookInput, Templates } from "./templates.js";

/** Tags are accepted and not kept. */
export function templateOperations(templates: Templates): readonly Operation[] {
	const all = "/provisioning-templates";
	const one = "/provisioning-templates/{templateName}";
	return [
		{ name: "CreateProvisioningTemplate", method: "POST", path: all, handle: (call) => create(templates, call) },
		{ name: "DescribeProvisioningTemplate", method: "GET", path: one, handle: (call) => describe(templates, call) },
		{ name: "ListProvisioningTemplates", method: "GET", path: all, handle: (call) => list(templates, call) },
		{ name: "UpdateProvisioningTemplate", method: "PATCH", path: one, handle: (call) => update(templates, call) },
		{ name: "DeleteProvisioningTemplate", method: "DELETE", path: one, handle: (call) => remove(templates, call) },
	];
}

function create(templates: Templates, call: ApiCall): Answer {
	const body = call.body();
	const description = body.string("description");
	const enabled = body.boolean("enabled");
	const type = body.string("type");
	const { templateArn, templateName, defaultVersionId } = templates.createProvisioningTemplate(
		{
			templateName: body.requiredString("templateName"),
			templateBody: body.requiredString("templateBody"),
			provisioningRoleArn: body.requiredString("provisioningRoleArn"),
			...(description !== undefined && { description }),
			...(enabled !== undefined && { enabled }),
			...(type !== undefined && { type }),
			...readHook(body),
		},
		call.scope,
	);
	return { templateArn, templateName, defaultVersionId };
}

function describe(templates: Templates, { path }: ApiCall): Answer {
	const { versions, ...template } = templates.describeProvisioningTemplate(path("templateName"));
	return {
		templateArn: template.templateArn,
		templateName: template.templateName,
		description: template.description,
		creationDate: epochSeconds(template.creationDate),
		lastModifiedDate: epochSeconds(template.lastModifiedDate),
		defaultVersionId: template.defaultVersionId,
		templateBody: versions.find(({ versionId }) => versionId === template.defaultVersionId)?.templateBody,
		enabled: template.enabled,
		provisioningRoleArn: template.provisioningRoleArn,
		preProvisioningHook: template.preProvisioningHook,
		type: template.type,
	};
}

function update(templates: Templates, call: ApiCall): Answer {
	const body = call.body();
	const description = body.string("description");
	const enabled = body.boolean("enabled");
	const defaultVersionId = body.integer("defaultVersionId");
	const provisioningRoleArn = body.string("provisioningRoleArn");
	const removePreProvisioningHook = body.boolean("removePreProvisioningHook");
	templates.updateProvisioningTemplate(call.path("templateName"), {
		...(description !== undefined && { description }),
		...(enabled !== undefined && { enabled }),
		...(defaultVersionId !== undefined && { defaultVersionId }),
		...(provisioningRoleArn !== undefined && { provisioningRoleArn }),
		...(removePreProvisioningHook !== undefined && { removePreProvisioningHook }),
		...readHook(body),
	});
	return {};
}

function readHook(body: Members): { preProvisioningHook?: HookInput } {
	const hook = body.object("preProvisioningHook");
	if (hook === undefined) return {};
	const payloadVersion = hook.string("payloadVersion");
	const targetArn = hook.requiredString("targetArn");
	return { preProvisioningHook: { targetArn, ...(payloadVersion !== undefined && { payloadVersion }) } };
}

function list(templates: Templates, call: ApiCall): Answer {
	const { items, next } = pageByToken(call, {
		items: templates.listProvisioningTemplates(),
		keyOf: ({ templateName }) => templateName,
	});
	const summaries = items.map(({ templateArn, templateName, description, enabled, type, ...dates }) => ({
		templateArn,
		templateName,
		description,
		creationDate: epochSeconds(dates.creationDate),
		lastModifiedDate: epochSeconds(dates.lastModifiedDate),
		enabled,
		type,
	}));
	return { templates: summaries, nextToken: next };
}

function remove(templates: Templates, { path }: ApiCall): Answer {
	templates.deleteProvisioningTemplate(path("templateName"));
	return {};
}
