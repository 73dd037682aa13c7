import { arn, scopeOfArn } from "../../../arn.js";
import { invalidRequest, notFound, quote } from "../../../aws-error.js";
import type { Buckets } from "../../../buckets.js";
import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../../http/operation.js";
import { pageByToken, shortList } from "../../../http/pages.js";
import { tagsIn } from "../../tag-members.js";
import type { Tags } from "../../tags/tags.js";
import { configsOf } from "../configs/job-configs.js";
import { readJobConfigs } from "../configs/read-job-configs.js";
import { readMaintenanceWindows } from "../configs/scheduling-config.js";
import { readSource } from "../files/job-files.js";
import { checkJobDescription } from "../job-checks.js";
import { checkPresigned, readOwnDocument } from "../job-input.js";
import type { JobRegistry } from "../job-registry.js";
import type { JobTemplate, NewJobTemplate } from "./job-templates.js";
import { type ManagedTemplate, managedTemplates } from "./managed-templates.js";

export interface TemplateParts {
	readonly jobs: JobRegistry;
	readonly tags: Tags;
	readonly buckets: Buckets;
}

/** Job templates of the account, and those that AWS manages. */
export function jobTemplateOperations(parts: TemplateParts): readonly Operation[] {
	const one = "/job-templates/{jobTemplateId}";
	const managed = "/managed-job-templates";
	const { templates } = parts.jobs;
	return [
		{ name: "CreateJobTemplate", method: "PUT", path: one, handle: (call) => create(parts, call) },
		{
			name: "DescribeJobTemplate",
			method: "GET",
			path: one,
			handle: ({ path }) => templateView(templates.describe(path("jobTemplateId"))),
		},
		{ name: "DeleteJobTemplate", method: "DELETE", path: one, handle: (call) => remove(parts, call) },
		{ name: "ListJobTemplates", method: "GET", path: "/job-templates", handle: (call) => list(parts, call) },
		{
			name: "DescribeManagedJobTemplate",
			method: "GET",
			path: `${managed}/{templateName}`,
			handle: (call) => describeManaged(call),
		},
		{ name: "ListManagedJobTemplates", method: "GET", path: managed, handle: (call) => listManaged(call) },
	];
}

async function create({ jobs, tags, buckets }: TemplateParts, call: ApiCall): Promise<Answer> {
	const members = call.body();
	const documentSource = members.string("documentSource");
	const source = documentSource === undefined ? undefined : await readSource(buckets, documentSource);
	const given = tagsIn(members);
	const description = checkJobDescription(members.requiredString("description"));
	const windows = readMaintenanceWindows(members);
	const packages = members.list("destinationPackageVersions");
	const configs = readJobConfigs(members);
	const template: NewJobTemplate = {
		...fromJob(jobs, members.string("jobArn"), call),
		...(members.string("jobArn") === undefined && readOwnDocument(members, source)),
		...configs,
		description,
		...(windows !== undefined && { maintenanceWindows: windows }),
		...(packages !== undefined && { destinationPackageVersions: packages }),
	};
	checkPresigned(template);
	const { jobTemplateId, jobTemplateArn } = jobs.templates.create(call.path("jobTemplateId"), template, call.scope);
	tags.set(jobTemplateArn, given);
	return { jobTemplateArn, jobTemplateId };
}

/** What the new template takes over from a job. */
function fromJob(
	jobs: JobRegistry,
	jobArn: string | undefined,
	{ scope }: ApiCall,
): Omit<NewJobTemplate, "description"> {
	if (jobArn === undefined) return { document: "" };
	const jobId = jobArn.slice(jobArn.lastIndexOf("/") + 1);
	const job = /^[a-zA-Z0-9_-]{1,64}$/.test(jobId) ? jobs.findJob(jobId) : undefined;
	if (job === undefined || scopeOfArn(jobArn).accountId !== scope.accountId || job.jobArn !== jobArn) {
		throw notFound(`jobArn ${quote(jobArn)} is of no job`);
	}
	const { document, documentSource, destinationPackageVersions } = job;
	const windows = job.schedulingConfig?.maintenanceWindows;
	return {
		...configsOf(job),
		document,
		...(documentSource !== undefined && { documentSource }),
		...(windows !== undefined && { maintenanceWindows: windows }),
		...(destinationPackageVersions !== undefined && { destinationPackageVersions }),
	};
}

function templateView({ createdAt, ...template }: JobTemplate): Answer {
	return { ...template, createdAt: epochSeconds(createdAt) };
}

function remove({ jobs, tags }: TemplateParts, { path }: ApiCall): Answer {
	tags.remove(jobs.templates.delete(path("jobTemplateId")).jobTemplateArn);
	return {};
}

function list({ jobs }: TemplateParts, call: ApiCall): Answer {
	const { items, next } = pageByToken(call, {
		from: (range) => jobs.templates.list(range),
		keyOf: ({ jobTemplateId }) => jobTemplateId,
	});
	const jobTemplates = items.map(({ jobTemplateArn, jobTemplateId, description, createdAt }) => ({
		jobTemplateArn,
		jobTemplateId,
		description,
		createdAt: epochSeconds(createdAt),
	}));
	return { jobTemplates, nextToken: next };
}

function describeManaged({ path, query, scope }: ApiCall): Answer {
	const name = path("templateName");
	const version = query.string("templateVersion");
	if (version !== undefined && !/^[1-9]+\.[0-9]+$/.test(version)) {
		throw invalidRequest(`templateVersion must be as 1.0: it is ${quote(version)}`);
	}
	const template = managedTemplates.find(({ templateName }) => templateName === name);
	if (template === undefined || (version !== undefined && version !== template.templateVersion)) {
		throw notFound(`There is no managed job template ${quote(name)}${version === undefined ? "" : ` ${version}`}`);
	}
	return { ...template, templateArn: managedArn(template, scope) };
}

function listManaged(call: ApiCall): Answer {
	const name = call.query.string("templateName");
	const fitting = managedTemplates.filter(({ templateName }) => name === undefined || templateName === name);
	const { items, next } = pageByToken(
		call,
		shortList(fitting, ({ templateName }) => templateName),
	);
	const summaries = items.map((template) => {
		const { templateName, description, environments, templateVersion } = template;
		return { templateArn: managedArn(template, call.scope), templateName, description, environments, templateVersion };
	});
	return { managedJobTemplates: summaries, nextToken: next };
}

/** Of no account: it is AWS's own. */
function managedArn({ templateName, templateVersion }: ManagedTemplate, { region }: ApiCall["scope"]): string {
	return arn({ region, accountId: "" }, "jobtemplate", `${templateName}:${templateVersion}`);
}
