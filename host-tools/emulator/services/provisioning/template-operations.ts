import type { Members } from "../../http/members.js";
import type { ApiCall, ControlPlaneContext, Operation } from "../../http/operation.js";
import { pageByToken } from "../../http/pages.js";
import { epochSeconds } from "../../http/wire.js";

/** Tags are accepted and not kept. */
export const templateOperations: readonly Operation[] = [
	{ name: "CreateProvisioningTemplate", method: "POST", path: "/provisioning-templates", handle: createTemplate },
	{
		name: "DescribeProvisioningTemplate",
		method: "GET",
		path: "/provisioning-templates/{templateName}",
		handle({ path }, { registry }) {
			const { versions, ...template } = registry.describeProvisioningTemplate(path("templateName"));
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
		},
	},
	{ name: "ListProvisioningTemplates", method: "GET", path: "/provisioning-templates", handle: listTemplates },
	{
		name: "UpdateProvisioningTemplate",
		method: "PATCH",
		path: "/provisioning-templates/{templateName}",
		handle: updateTemplate,
	},
	{
		name: "DeleteProvisioningTemplate",
		method: "DELETE",
		path: "/provisioning-templates/{templateName}",
		handle({ path }, { registry }) {
			registry.deleteProvisioningTemplate(path("templateName"));
			return {};
		},
	},
];

function createTemplate(call: ApiCall, { registry }: ControlPlaneContext) {
	const body = call.body();
	const description = body.string("description");
	const enabled = body.boolean("enabled");
	const type = body.string("type");
	const { templateArn, templateName, defaultVersionId } = registry.createProvisioningTemplate({
		templateName: body.requiredString("templateName"),
		templateBody: body.requiredString("templateBody"),
		provisioningRoleArn: body.requiredString("provisioningRoleArn"),
		...(description !== undefined && { description }),
		...(enabled !== undefined && { enabled }),
		...(type !== undefined && { type }),
		...readHook(body),
	});
	return { templateArn, templateName, defaultVersionId };
}

function updateTemplate(call: ApiCall, { registry }: ControlPlaneContext) {
	const body = call.body();
	const description = body.string("description");
	const enabled = body.boolean("enabled");
	const defaultVersionId = body.integer("defaultVersionId");
	const provisioningRoleArn = body.string("provisioningRoleArn");
	const removePreProvisioningHook = body.boolean("removePreProvisioningHook");
	registry.updateProvisioningTemplate(call.path("templateName"), {
		...(description !== undefined && { description }),
		...(enabled !== undefined && { enabled }),
		...(defaultVersionId !== undefined && { defaultVersionId }),
		...(provisioningRoleArn !== undefined && { provisioningRoleArn }),
		...(removePreProvisioningHook !== undefined && { removePreProvisioningHook }),
		...readHook(body),
	});
	return {};
}

function readHook(body: Members): { preProvisioningHook?: { payloadVersion?: string; targetArn: string } } {
	const hook = body.object("preProvisioningHook");
	if (hook === undefined) return {};
	const payloadVersion = hook.string("payloadVersion");
	const targetArn = hook.requiredString("targetArn");
	return { preProvisioningHook: { targetArn, ...(payloadVersion !== undefined && { payloadVersion }) } };
}

function listTemplates(call: ApiCall, { registry }: ControlPlaneContext) {
	const { items, next } = pageByToken(call, {
		items: registry.listProvisioningTemplates(),
		keyOf: ({ templateName }) => templateName,
	});
	const templates = items.map(({ templateArn, templateName, description, enabled, type, ...dates }) => ({
		templateArn,
		templateName,
		description,
		creationDate: epochSeconds(dates.creationDate),
		lastModifiedDate: epochSeconds(dates.lastModifiedDate),
		enabled,
		type,
	}));
	return { templates, nextToken: next };
}
