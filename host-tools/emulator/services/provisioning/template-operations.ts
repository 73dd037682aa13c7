import { invalidRequest } from "../../aws-error.js";
import type { HookSettings } from "../../behaviour.js";
import { isHookUrl } from "../../functions/function-forms.js";
import { findFunction } from "../../functions/function-target.js";
import type { Members } from "../../http/members.js";
import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../http/operation.js";
import { pageByToken } from "../../http/pages.js";
import { tagsIn } from "../tag-members.js";
import type { Tags } from "../tags/tags.js";
import type { HookInput, Templates } from "./templates.js";

export interface TemplateOperationsParts {
	readonly templates: Templates;
	readonly tags: Tags;
	/** Which hooks can be called here. */
	readonly hooks: HookSettings;
}

export function templateOperations({ templates, tags, hooks }: TemplateOperationsParts): readonly Operation[] {
	const all = "/provisioning-templates";
	const one = "/provisioning-templates/{templateName}";
	return [
		{
			name: "CreateProvisioningTemplate",
			method: "POST",
			path: all,
			handle: (call) => create({ templates, tags, hooks }, call),
		},
		{ name: "DescribeProvisioningTemplate", method: "GET", path: one, handle: (call) => describe(templates, call) },
		{ name: "ListProvisioningTemplates", method: "GET", path: all, handle: (call) => list(templates, call) },
		{
			name: "UpdateProvisioningTemplate",
			method: "PATCH",
			path: one,
			handle: (call) => update(templates, hooks, call),
		},
		{
			name: "DeleteProvisioningTemplate",
			method: "DELETE",
			path: one,
			handle: (call) => remove(templates, tags, call),
		},
	];
}

async function create({ templates, tags, hooks }: TemplateOperationsParts, call: ApiCall): Promise<Answer> {
	const body = call.body();
	const given = tagsIn(body);
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
			...(await readHook(body, hooks)),
		},
		call.scope,
	);
	tags.set(templateArn, given);
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

async function update(templates: Templates, hooks: HookSettings, call: ApiCall): Promise<Answer> {
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
		...(await readHook(body, hooks)),
	});
	return {};
}

async function readHook(body: Members, hooks: HookSettings): Promise<{ preProvisioningHook?: HookInput }> {
	const hook = body.object("preProvisioningHook");
	if (hook === undefined) return {};
	const payloadVersion = hook.string("payloadVersion");
	const targetArn = hook.requiredString("targetArn");
	if (isHookUrl(targetArn)) await checkCallable(targetArn, hooks);
	return { preProvisioningHook: { targetArn, ...(payloadVersion !== undefined && { payloadVersion }) } };
}

/** A URL that can never be called is refused now and not at the first device. A function may be mapped at the next start. */
async function checkCallable(targetArn: string, hooks: HookSettings): Promise<void> {
	try {
		await findFunction(targetArn, hooks);
	} catch (error) {
		throw invalidRequest(`The pre-provisioning hook cannot be called: ${(error as Error).message}`);
	}
}

function list(templates: Templates, call: ApiCall): Answer {
	const { items, next } = pageByToken(call, {
		from: templates.listProvisioningTemplates,
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

function remove(templates: Templates, tags: Tags, { path }: ApiCall): Answer {
	const { templateArn } = templates.describeProvisioningTemplate(path("templateName"));
	templates.deleteProvisioningTemplate(path("templateName"));
	tags.remove(templateArn);
	return {};
}
