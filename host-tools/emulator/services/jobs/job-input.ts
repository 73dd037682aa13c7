import { type ArnScope, nameOfArn } from "../../arn.js";
import { invalidRequest, notFound, quote } from "../../aws-error.js";
import type { Members } from "../../http/members.js";
import { checkLength } from "../checks.js";
import type { JobConfigs } from "./configs/job-configs.js";
import { readJobConfigs } from "./configs/read-job-configs.js";
import { readSchedulingConfig } from "./configs/scheduling-config.js";
import type { JobInput, TargetSelection } from "./job.js";
import { checkJobDescription, checkNamespaceId, checkOneOf } from "./job-checks.js";
import { checkDocument, hasPresignedUrl, parametersOf } from "./job-document.js";
import type { JobTemplate, JobTemplates } from "./templates/job-templates.js";
import { findManagedTemplate, type ManagedTemplate } from "./templates/managed-templates.js";

export interface InputParts {
	readonly templates: Pick<JobTemplates, "find">;
	/** ms */
	readonly now: number;
	readonly scope: ArnScope;
	/** What documentSource names; undefined where it was not read. */
	readonly source: string | undefined;
}

const selections: readonly TargetSelection[] = ["CONTINUOUS", "SNAPSHOT"];

/** Throws InvalidRequestException, or ResourceNotFoundException for a template that does not exist. */
export function readJobInput(members: Members, parts: InputParts): JobInput {
	members.required("targets");
	const description = members.string("description");
	const namespaceId = members.string("namespaceId");
	const scheduling = members.object("schedulingConfig");
	const packages = members.list("destinationPackageVersions");
	const configs = readJobConfigs(members);
	const document = readDocument(members, parts);
	const { template, ...documentMembers } = document;
	const input: JobInput = {
		...template,
		...configs,
		...documentMembers,
		targets: members.list("targets") ?? [],
		targetSelection: checkOneOf("targetSelection", members.string("targetSelection") ?? "SNAPSHOT", selections),
		...(description !== undefined && { description: checkJobDescription(description) }),
		...(namespaceId !== undefined && { namespaceId: checkNamespaceId(namespaceId) }),
		...(scheduling !== undefined && { schedulingConfig: readSchedulingConfig(scheduling, parts.now) }),
		...(packages !== undefined && { destinationPackageVersions: packages }),
	};
	checkPresigned(input);
	return input;
}

/** Of a job or a template with placeholders for presigned URLs (guessed: AWS needs the role to sign). */
export function checkPresigned({ document, presignedUrlConfig }: Pick<JobInput, "document" | "presignedUrlConfig">) {
	if (!hasPresignedUrl(document) || presignedUrlConfig?.roleArn !== undefined) return;
	throw invalidRequest("presignedUrlConfig.roleArn is missing: the document has a placeholder for a presigned URL");
}

type ReadDocument = Pick<JobInput, "document" | "documentSource" | "documentParameters" | "jobTemplateArn"> & {
	readonly template: JobConfigs;
};

function readDocument(members: Members, parts: InputParts): ReadDocument {
	const jobTemplateArn = members.string("jobTemplateArn");
	const documentParameters = members.strings("documentParameters");
	if (jobTemplateArn === undefined) {
		if (documentParameters !== undefined) throw invalidRequest("documentParameters is for managed templates only");
		return { ...readOwnDocument(members, parts.source), template: {} };
	}
	if (members.string("document") !== undefined || members.string("documentSource") !== undefined) {
		throw invalidRequest("jobTemplateArn excludes document and documentSource: the template has the document");
	}
	const managed = findManagedTemplate(jobTemplateArn);
	if (managed !== undefined) {
		const given = checkParameters(managed, documentParameters ?? {});
		return { document: managed.document, documentParameters: given, jobTemplateArn, template: {} };
	}
	if (documentParameters !== undefined) throw invalidRequest("documentParameters is for managed templates only");
	return { ...ofTemplate(existingTemplate(jobTemplateArn, parts)), jobTemplateArn };
}

/** Its document, from the body or from S3. */
export function readOwnDocument(
	members: Members,
	source: string | undefined,
): Pick<JobInput, "document" | "documentSource"> {
	const document = members.string("document");
	const documentSource = members.string("documentSource");
	if (document !== undefined && documentSource !== undefined) {
		throw invalidRequest("document and documentSource exclude each other");
	}
	if (document !== undefined) return { document: checkDocument("document", document) };
	if (documentSource === undefined) throw invalidRequest("document is missing, and so is documentSource");
	checkLength("documentSource", documentSource, 1, 1350);
	if (source === undefined) throw invalidRequest("documentSource cannot be read here: give the document itself");
	return { document: checkDocument(`The object ${documentSource}`, source), documentSource };
}

function existingTemplate(jobTemplateArn: string, { templates, scope }: InputParts): JobTemplate {
	const name = nameOfArn("jobtemplate", jobTemplateArn, scope.accountId);
	const template = name === undefined ? undefined : templates.find(name);
	if (template !== undefined) return template;
	throw notFound(`Job template ${quote(jobTemplateArn)} does not exist`);
}

function ofTemplate(template: JobTemplate): Omit<ReadDocument, "jobTemplateArn"> {
	const { document, documentSource, jobTemplateId: _, jobTemplateArn: __, createdAt: ___, ...rest } = template;
	const { maintenanceWindows, ...configs } = rest;
	const scheduling = maintenanceWindows === undefined ? {} : { schedulingConfig: { maintenanceWindows } };
	return {
		document,
		...(documentSource !== undefined && { documentSource }),
		template: { ...configs, ...scheduling },
	};
}

function checkParameters(
	{ document, documentParameters, templateName }: ManagedTemplate,
	given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
	const known = parametersOf(document);
	for (const [name, value] of Object.entries(given)) {
		if (!known.has(name)) throw invalidRequest(`${templateName} has no parameter ${quote(name)}`);
		if (!/^\P{C}{1,30720}$/u.test(value)) {
			throw invalidRequest(`documentParameters.${name} must be 1 to 30720 printable characters`);
		}
	}
	for (const { key, optional, regex } of documentParameters) {
		const value = Object.hasOwn(given, key) ? given[key] : undefined;
		if (value === undefined && !optional)
			throw invalidRequest(`documentParameters.${key} is missing for ${templateName}`);
		if (value !== undefined && !new RegExp(regex).test(value)) {
			throw invalidRequest(`documentParameters.${key} must match ${regex}: it is ${quote(value)}`);
		}
	}
	return Object.freeze({ ...given });
}
