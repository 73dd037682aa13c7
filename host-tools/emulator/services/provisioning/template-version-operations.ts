import { AwsError } from "../../aws-error.js";
import type { ApiCall, ControlPlaneContext, Operation } from "../../http/operation.js";
import { pageByToken, timeKey } from "../../http/pages.js";
import { epochSeconds } from "../../http/wire.js";
import { quote } from "../checks.js";
import type { ProvisioningTemplate, TemplateVersion } from "../registry.js";

export const templateVersionOperations: readonly Operation[] = [
	{
		name: "CreateProvisioningTemplateVersion",
		method: "POST",
		path: "/provisioning-templates/{templateName}/versions",
		handle(call, { registry }) {
			const setAsDefault = call.query.boolean("setAsDefault") ?? false;
			const templateBody = call.body().requiredString("templateBody");
			const templateName = call.path("templateName");
			const { versionId } = registry.createProvisioningTemplateVersion(templateName, templateBody, setAsDefault);
			const { templateArn } = registry.describeProvisioningTemplate(templateName);
			return { templateArn, templateName, versionId, isDefaultVersion: setAsDefault };
		},
	},
	{
		name: "DescribeProvisioningTemplateVersion",
		method: "GET",
		path: "/provisioning-templates/{templateName}/versions/{versionId}",
		handle(call, { registry }) {
			const template = registry.describeProvisioningTemplate(call.path("templateName"));
			const version = registry.describeProvisioningTemplateVersion(template.templateName, versionIdOf(call));
			return { ...summary(template, version), templateBody: version.templateBody };
		},
	},
	{
		name: "ListProvisioningTemplateVersions",
		method: "GET",
		path: "/provisioning-templates/{templateName}/versions",
		handle: listVersions,
	},
	{
		name: "DeleteProvisioningTemplateVersion",
		method: "DELETE",
		path: "/provisioning-templates/{templateName}/versions/{versionId}",
		handle(call, { registry }) {
			registry.deleteProvisioningTemplateVersion(call.path("templateName"), versionIdOf(call));
			return {};
		},
	},
];

function listVersions(call: ApiCall, { registry }: ControlPlaneContext) {
	const template = registry.describeProvisioningTemplate(call.path("templateName"));
	const { items, next } = pageByToken(call, {
		items: template.versions,
		keyOf: ({ versionId }) => timeKey(versionId, ""),
	});
	return { versions: items.map((version) => summary(template, version)), nextToken: next };
}

function summary({ defaultVersionId }: ProvisioningTemplate, { versionId, creationDate }: TemplateVersion) {
	return { versionId, creationDate: epochSeconds(creationDate), isDefaultVersion: versionId === defaultVersionId };
}

function versionIdOf(call: ApiCall): number {
	const text = call.path("versionId");
	if (/^\d{1,15}$/.test(text)) return Number(text);
	throw new AwsError("InvalidRequestException", `versionId must be an integer: it is ${quote(text)}`);
}
