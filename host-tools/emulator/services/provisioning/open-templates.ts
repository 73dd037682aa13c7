import { arn } from "../../arn.js";
import { AwsError } from "../../aws-error.js";
import { checkTemplateName, invalid } from "../checks.js";
import { checkRoom, limits } from "../limits.js";
import type { ProvisioningTemplate, Registry } from "../registry.js";
import type { RegistryState, TemplateRow } from "../state.js";
import { parseTemplateBody } from "./template/parse-template-body.js";
import { checkDescription, checkHook, checkRoleArn, checkType } from "./template-input.js";

type TemplateOperations = Pick<
	Registry,
	| "createProvisioningTemplate"
	| "describeProvisioningTemplate"
	| "findProvisioningTemplate"
	| "listProvisioningTemplates"
	| "updateProvisioningTemplate"
	| "deleteProvisioningTemplate"
>;

export function templateOperations(state: RegistryState): TemplateOperations {
	return {
		createProvisioningTemplate: (input) => createTemplate(state, input),
		describeProvisioningTemplate: (templateName) => existingTemplate(state, templateName),
		findProvisioningTemplate: (templateName) => state.templates.get(templateName),
		listProvisioningTemplates: () =>
			[...state.templates.values()].sort((a, b) => (a.templateName < b.templateName ? -1 : 1)),
		updateProvisioningTemplate: (templateName, update) => updateTemplate(state, templateName, update),
		/** With all its versions. */
		deleteProvisioningTemplate(templateName) {
			existingTemplate(state, templateName);
			state.templates.delete(templateName);
			state.changed();
		},
	};
}

export function existingTemplate(state: RegistryState, templateName: string): TemplateRow {
	const template = state.templates.get(checkTemplateName(templateName));
	if (template) return template;
	throw new AwsError("ResourceNotFoundException", `Provisioning template "${templateName}" does not exist`);
}

export function replaceTemplate(state: RegistryState, template: TemplateRow): TemplateRow {
	state.templates.set(template.templateName, Object.freeze(template));
	state.changed();
	return template;
}

function createTemplate(
	state: RegistryState,
	input: Parameters<Registry["createProvisioningTemplate"]>[0],
): ProvisioningTemplate {
	const templateName = checkTemplateName(input.templateName);
	const templateArn = arn("provisioningtemplate", templateName);
	parseTemplateBody(input.templateBody);
	const type = checkType(input.type ?? "FLEET_PROVISIONING");
	const now = state.clock.now();
	const template: TemplateRow = {
		templateName,
		templateArn,
		description: checkDescription(input.description ?? ""),
		// What AWS takes when it is left out is not documented; the API's booleans are false by default.
		enabled: input.enabled ?? false,
		provisioningRoleArn: checkRoleArn(input.provisioningRoleArn),
		preProvisioningHook: input.preProvisioningHook && checkHook(input.preProvisioningHook, type),
		type,
		defaultVersionId: 1,
		lastVersionId: 1,
		versions: [Object.freeze({ versionId: 1, templateBody: input.templateBody, creationDate: now })],
		creationDate: now,
		lastModifiedDate: now,
	};
	if (state.templates.has(templateName)) {
		throw new AwsError("ResourceAlreadyExistsException", `Provisioning template "${templateName}" exists`, {
			resourceId: templateName,
			resourceArn: templateArn,
		});
	}
	checkRoom("provisioning templates", state.templates.size, limits.provisioningTemplates);
	return replaceTemplate(state, template);
}

function updateTemplate(
	state: RegistryState,
	templateName: string,
	update: Parameters<Registry["updateProvisioningTemplate"]>[1],
): ProvisioningTemplate {
	const present = existingTemplate(state, templateName);
	const { description, enabled, defaultVersionId, provisioningRoleArn, removePreProvisioningHook } = update;
	if (removePreProvisioningHook && update.preProvisioningHook) {
		throw invalid("preProvisioningHook and removePreProvisioningHook exclude each other");
	}
	if (defaultVersionId !== undefined && !present.versions.some(({ versionId }) => versionId === defaultVersionId)) {
		throw invalid(`Provisioning template "${templateName}" has no version ${defaultVersionId}`);
	}
	const hook = update.preProvisioningHook && checkHook(update.preProvisioningHook, present.type);
	return replaceTemplate(state, {
		...present,
		description: description === undefined ? present.description : checkDescription(description),
		enabled: enabled ?? present.enabled,
		defaultVersionId: defaultVersionId ?? present.defaultVersionId,
		provisioningRoleArn:
			provisioningRoleArn === undefined ? present.provisioningRoleArn : checkRoleArn(provisioningRoleArn),
		preProvisioningHook: removePreProvisioningHook ? undefined : (hook ?? present.preProvisioningHook),
		lastModifiedDate: state.clock.now(),
	});
}
