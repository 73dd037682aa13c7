import { AwsError, quote } from "../../aws-error.js";
import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../http/operation.js";
import { pageByToken, shortList, timeKey } from "../../http/pages.js";
import type { ProvisioningTemplate, Templates, TemplateVersion } from "./templates.js";

export function templateVersionOperations(templates: Templates): readonly Operation[] {
	const all = "/provisioning-templates/{templateName}/versions";
	const one = "/provisioning-templates/{templateName}/versions/{versionId}";
	return [
		{ name: "CreateProvisioningTemplateVersion", method: "POST", path: all, handle: (call) => create(templates, call) },
		{
			name: "DescribeProvisioningTemplateVersion",
			method: "GET",
			path: one,
			handle: (call) => describe(templates, call),
		},
		{ name: "ListProvisioningTemplateVersions", method: "GET", path: all, handle: (call) => list(templates, call) },
		{
			name: "DeleteProvisioningTemplateVersion",
			method: "DELETE",
			path: one,
			handle: (call) => remove(templates, call),
		},
	];
}

function create(templates: Templates, call: ApiCall): Answer {
	const setAsDefault = call.query.boolean("setAsDefault") ?? false;
	const templateBody = call.body().requiredString("templateBody");
	const templateName = call.path("templateName");
	const { versionId } = templates.createProvisioningTemplateVersion(templateName, templateBody, setAsDefault);
	const { templateArn } = templates.describeProvisioningTemplate(templateName);
	return { templateArn, templateName, versionId, isDefaultVersion: setAsDefault };
}

function describe(templates: Templates, call: ApiCall): Answer {
	const template = templates.describeProvisioningTemplate(call.path("templateName"));
	const version = templates.describeProvisioningTemplateVersion(template.templateName, versionIdOf(call));
	return { ...summary(template, version), templateBody: version.templateBody };
}

function list(templates: Templates, call: ApiCall): Answer {
	const template = templates.describeProvisioningTemplate(call.path("templateName"));
	const { items, next } = pageByToken(
		call,
		shortList(template.versions, ({ versionId }) => timeKey(versionId, "")),
	);
	return { versions: items.map((version) => summary(template, version)), nextToken: next };
}

function remove(templates: Templates, call: ApiCall): Answer {
	templates.deleteProvisioningTemplateVersion(call.path("templateName"), versionIdOf(call));
	return {};
}

function summary({ defaultVersionId }: ProvisioningTemplate, { versionId, creationDate }: TemplateVersion) {
	return { versionId, creationDate: epochSeconds(creationDate), isDefaultVersion: versionId === defaultVersionId };
}

function versionIdOf(call: ApiCall): number {
	const text = call.path("versionId");
	if (/^\d{1,15}$/.test(text)) return Number(text);
	throw new AwsError("InvalidRequestException", `versionId must be an integer: it is ${quote(text)}`);
}
