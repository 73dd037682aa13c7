import { AwsError } from "../../aws-error.js";
import { limits } from "../limits.js";
import type { Registry, TemplateVersion } from "../registry.js";
import type { RegistryState } from "../state.js";
import { existingTemplate, replaceTemplate } from "./open-templates.js";
import { parseTemplateBody } from "./template/parse-template-body.js";

type TemplateVersionOperations = Pick<
	Registry,
	"createProvisioningTemplateVersion" | "describeProvisioningTemplateVersion" | "deleteProvisioningTemplateVersion"
>;

export function templateVersionOperations(state: RegistryState): TemplateVersionOperations {
	return {
		createProvisioningTemplateVersion: (templateName, templateBody, setAsDefault) =>
			createVersion(state, templateName, templateBody, setAsDefault),
		describeProvisioningTemplateVersion: (templateName, versionId) => existingVersion(state, templateName, versionId),
		deleteProvisioningTemplateVersion: (templateName, versionId) => deleteVersion(state, templateName, versionId),
	};
}

function existingVersion(state: RegistryState, templateName: string, versionId: number): TemplateVersion {
	const version = existingTemplate(state, templateName).versions.find((one) => one.versionId === versionId);
	if (version) return version;
	throw new AwsError(
		"ResourceNotFoundException",
		`Provisioning template "${templateName}" has no version ${versionId}`,
	);
}

function createVersion(
	state: RegistryState,
	templateName: string,
	templateBody: string,
	setAsDefault: boolean,
): TemplateVersion {
	const template = existingTemplate(state, templateName);
	parseTemplateBody(templateBody);
	if (template.versions.length >= limits.versionsPerTemplate) {
		throw new AwsError(
			"VersionsLimitExceededException",
			`Provisioning template "${templateName}" has ${template.versions.length} versions, which is the limit: delete one`,
		);
	}
	const now = state.clock.now();
	const versionId = template.lastVersionId + 1;
	const version: TemplateVersion = Object.freeze({ versionId, templateBody, creationDate: now });
	replaceTemplate(state, {
		...template,
		versions: [...template.versions, version],
		lastVersionId: versionId,
		defaultVersionId: setAsDefault ? versionId : template.defaultVersionId,
		lastModifiedDate: now,
	});
	return version;
}

function deleteVersion(state: RegistryState, templateName: string, versionId: number): void {
	existingVersion(state, templateName, versionId);
	const template = existingTemplate(state, templateName);
	if (template.defaultVersionId === versionId) {
		throw new AwsError(
			"DeleteConflictException",
			`Version ${versionId} is the default of provisioning template "${templateName}": make another version the default first`,
		);
	}
	replaceTemplate(state, {
		...template,
		versions: template.versions.filter((one) => one.versionId !== versionId),
		lastModifiedDate: state.clock.now(),
	});
}
