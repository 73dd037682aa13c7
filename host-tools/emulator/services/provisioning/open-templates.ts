import { type ArnScope, arn } from "../../arn.js";
import { AwsError, invalidRequest } from "../../aws-error.js";
import { jsonRows } from "../../store/json-rows.js";
import type { Store } from "../../store/store.js";
import { checkRoleArn, checkRoom, checkTemplateName } from "../checks.js";
import { checkDescription, checkHook, checkTemplateBody, checkType } from "./template-input.js";
import { existingTemplate, replaceTemplate, type TemplateRow, type TemplateState } from "./template-state.js";
import { templateVersions } from "./template-versions.js";
import type { NewTemplate, ProvisioningTemplate, Templates, TemplateUpdate } from "./templates.js";

/** AWS: 256 is what is remembered, not documented. */
const mostTemplates = 256;

/** Provisioning templates in `store`. Throws when a kept row is none of this version. */
export function openTemplates({
	store,
	...shared
}: Omit<TemplateState, "templates"> & { readonly store: Store }): Templates {
	const rows = jsonRows<TemplateRow>("templateName", { preProvisioningHook: undefined });
	const state: TemplateState = {
		...shared,
		templates: store.table("template", rows, { orderOf: ({ templateName }) => templateName }),
	};
	return {
		createProvisioningTemplate: (input, scope = state.home) => createTemplate(state, input, scope),
		describeProvisioningTemplate: (templateName) => existingTemplate(state, templateName),
		findProvisioningTemplate: (templateName) => state.templates.get(templateName),
		listProvisioningTemplates: (range) => state.templates.inOrder(range),
		updateProvisioningTemplate: (templateName, update) => updateTemplate(state, templateName, update),
		deleteProvisioningTemplate(templateName) {
			existingTemplate(state, templateName);
			state.templates.delete(templateName);
			state.changes.announce({ kind: "provisioning-template", name: templateName });
		},
		...templateVersions(state),
	};
}

function createTemplate(state: TemplateState, input: NewTemplate, scope: ArnScope): ProvisioningTemplate {
	const templateName = checkTemplateName(input.templateName);
	const templateArn = arn(scope, "provisioningtemplate", templateName);
	const type = checkType(input.type ?? "FLEET_PROVISIONING");
	checkTemplateBody(input.templateBody, type);
	const now = state.clock.now();
	const template: TemplateRow = {
		templateName,
		templateArn,
		description: checkDescription(input.description ?? ""),
		// What AWS takes when it is left out is not documented; the API's booleans are false by default.
		enabled: input.enabled ?? false,
		provisioningRoleArn: checkRoleArn("provisioningRoleArn", input.provisioningRoleArn),
		preProvisioningHook: input.preProvisioningHook && checkHook(input.preProvisioningHook, type),
		type,
		defaultVersionId: 1,
		lastVersionId: 1,
		versions: [Object.freeze({ versionId: 1, templateBody: input.templateBody, creationDate: now })],
		creationDate: now,
		lastModifiedDate: now,
	};
	const present = state.templates.get(templateName);
	if (present !== undefined) {
		throw new AwsError("ResourceAlreadyExistsException", `Provisioning template "${templateName}" exists`, {
			resourceId: templateName,
			resourceArn: present.templateArn,
		});
	}
	checkRoom("provisioning templates", state.templates.size, mostTemplates);
	return replaceTemplate(state, template);
}

function updateTemplate(state: TemplateState, templateName: string, update: TemplateUpdate): ProvisioningTemplate {
	const present = existingTemplate(state, templateName);
	const { description, enabled, defaultVersionId, provisioningRoleArn, removePreProvisioningHook } = update;
	if (removePreProvisioningHook && update.preProvisioningHook) {
		throw invalidRequest("preProvisioningHook and removePreProvisioningHook exclude each other");
	}
	if (defaultVersionId !== undefined && !present.versions.some(({ versionId }) => versionId === defaultVersionId)) {
		throw invalidRequest(`Provisioning template "${templateName}" has no version ${defaultVersionId}`);
	}
	const hook = update.preProvisioningHook && checkHook(update.preProvisioningHook, present.type);
	return replaceTemplate(state, {
		...present,
		description: description === undefined ? present.description : checkDescription(description),
		enabled: enabled ?? present.enabled,
		defaultVersionId: defaultVersionId ?? present.defaultVersionId,
		provisioningRoleArn:
			provisioningRoleArn === undefined
				? present.provisioningRoleArn
				: checkRoleArn("provisioningRoleArn", provisioningRoleArn),
		preProvisioningHook: removePreProvisioningHook ? undefined : (hook ?? present.preProvisioningHook),
		lastModifiedDate: state.clock.now(),
	});
}
