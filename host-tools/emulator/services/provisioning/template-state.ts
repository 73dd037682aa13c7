import type { ArnScope } from "../../arn.js";
import { AwsError } from "../../aws-error.js";
import type { EmulatorClock } from "../../clock.js";
import type { Table } from "../../store/table.js";
import type { ChangeFeed } from "../changes.js";
import { checkTemplateName } from "../checks.js";
import type { ProvisioningTemplate } from "./templates.js";

/** `lastVersionId`: the highest version id ever given, so that none is given twice. */
export type TemplateRow = ProvisioningTemplate & { readonly lastVersionId: number };

/** What the operations on templates share. */
export interface TemplateState {
	readonly templates: Table<TemplateRow>;
	readonly clock: EmulatorClock;
	readonly changes: ChangeFeed;
	/** Account and region of what is made without a request. */
	readonly home: ArnScope;
}

/** Throws ResourceNotFoundException. */
export function existingTemplate({ templates }: TemplateState, templateName: string): TemplateRow {
	const template = templates.get(checkTemplateName(templateName));
	if (template) return template;
	throw new AwsError("ResourceNotFoundException", `Provisioning template "${templateName}" does not exist`);
}

export function replaceTemplate({ templates, changes }: TemplateState, template: TemplateRow): TemplateRow {
	templates.set(template.templateName, Object.freeze(template));
	changes.announce({ kind: "provisioning-template", name: template.templateName });
	return template;
}
