import { AwsError } from "../../aws-error.js";
import { checkTemplateBody } from "./template-input.js";
import { existingTemplate, replaceTemplate, type TemplateState } from "./template-state.js";
import type { Templates, TemplateVersion } from "./templates.js";

/** AWS: 5 is what is remembered, not documented. */
const mostVersions = 5;

type TemplateVersions = Pick<
	Templates,
	"createProvisioningTemplateVersion" | "describeProvisioningTemplateVersion" | "deleteProvisioningTemplateVersion"
>;

export function templateVersions(state: TemplateState): TemplateVersions {
	return {
		createProvisioningTemplateVersion: (templateName, templateBody, setAsDefault) =>
			createVersion(state, templateName, templateBody, setAsDefault),
		describeProvisioningTemplateVersion: (templateName, versionId) => existingVersion(state, templateName, versionId),
		deleteProvisioningTemplateVersion: (templateName, versionId) => deleteVersion(state, templateName, versionId),
	};
}

function existingVersion(state: TemplateState, templateName: string, versionId: number): TemplateVersion {
	const version = existingTemplate(state, templateName).versions.find((one) => one.versionId === versionId);
	if (version) return version;
	throw new AwsError(
		"ResourceNotFoundException",
		`Provisioning template "${templateName}" has no version ${versionId}`,
	);
}

function createVersion(
	state: TemplateState,
	templateName: string,
	templateBody: string,
	setAsDefault: boolean,
): TemplateVersion {
	const template = existingTemplate(state, templateName);
	checkTemplateBody(templateBody, template.type);
	if (template.versions.length >= mostVersions) {
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

function deleteVersion(state: TemplateState, templateName: string, versionId: number): void {
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
