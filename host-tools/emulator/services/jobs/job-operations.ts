import type { Buckets } from "../../buckets.js";
import type { EmulatorClock } from "../../clock.js";
import type { Answer, ApiCall, Operation } from "../../http/operation.js";
import { pageByToken, timeKey } from "../../http/pages.js";
import type { Registry } from "../registry.js";
import { tagsIn } from "../tag-members.js";
import type { Tags } from "../tags/tags.js";
import { readJobConfigs } from "./configs/read-job-configs.js";
import { readSource } from "./files/job-files.js";
import { type Job, jobStatuses } from "./job.js";
import { checkComment, checkJobDescription, checkOneOf, checkReasonCode } from "./job-checks.js";
import { withParameters } from "./job-document.js";
import type { JobRegistry } from "./job-registry.js";
import { targetsOf } from "./job-targets.js";
import { describeView, jobSummary } from "./job-views.js";

export interface JobOperationParts {
	readonly jobs: JobRegistry;
	readonly tags: Tags;
	readonly buckets: Buckets;
	readonly clock: EmulatorClock;
	readonly thingGroups: Pick<Registry["thingGroups"], "describeThingGroup" | "listThingGroups">;
}

/** What is done to a job as a whole. */
export function jobOperations(parts: JobOperationParts): readonly Operation[] {
	const { jobs } = parts;
	const one = "/jobs/{jobId}";
	return [
		{ name: "CreateJob", method: "PUT", path: one, handle: (call) => create(parts, call) },
		{ name: "DescribeJob", method: "GET", path: one, handle: (call) => describe(parts, call) },
		{ name: "UpdateJob", method: "PATCH", path: one, handle: (call) => update(jobs, call) },
		{ name: "DeleteJob", method: "DELETE", path: one, handle: (call) => remove(parts, call) },
		{ name: "CancelJob", method: "PUT", path: `${one}/cancel`, handle: (call) => cancel(jobs, call) },
		{
			name: "AssociateTargetsWithJob",
			method: "POST",
			path: `${one}/targets`,
			handle: (call) => associate(jobs, call),
		},
		{ name: "GetJobDocument", method: "GET", path: `${one}/job-document`, handle: (call) => document(jobs, call) },
		{ name: "ListJobs", method: "GET", path: "/jobs", handle: (call) => list(parts, call) },
	];
}

function named({ jobId, jobArn, description }: Job): Answer {
	return { jobArn, jobId, description };
}

async function create({ jobs, tags, buckets }: JobOperationParts, call: ApiCall): Promise<Answer> {
	const members = call.body();
	const given = tagsIn(members);
	const documentSource = members.string("documentSource");
	const source = documentSource === undefined ? undefined : await readSource(buckets, documentSource);
	const job = jobs.createJobFrom(call.path("jobId"), members, call.scope, source);
	tags.set(job.jobArn, given);
	return named(job);
}

function describe({ jobs, clock }: JobOperationParts, { path }: ApiCall): Answer {
	const job = jobs.describeJob(path("jobId"));
	const progress = {
		counts: jobs.executions.countsOf(job.jobId),
		isRollingOut: jobs.isRollingOut(job.jobId),
		isConcurrent: jobs.isConcurrent(job),
		now: clock.now(),
	};
	return { documentSource: job.documentSource, job: describeView(job, progress) };
}

function update(jobs: JobRegistry, { path, body }: ApiCall): Answer {
	const members = body();
	const description = members.string("description");
	jobs.updateJob(path("jobId"), {
		...readJobConfigs(members),
		...(description !== undefined && { description: checkJobDescription(description) }),
	});
	return {};
}

function remove({ jobs, tags }: JobOperationParts, { path, query }: ApiCall): Answer {
	const job = jobs.describeJob(path("jobId"));
	jobs.removeJob(job.jobId, query.boolean("force") ?? false);
	tags.remove(job.jobArn);
	return {};
}

function cancel(jobs: JobRegistry, { path, query, body }: ApiCall): Answer {
	const members = body();
	const reasonCode = members.string("reasonCode");
	const comment = members.string("comment");
	const job = jobs.cancelJob(path("jobId"), {
		force: query.boolean("force") ?? false,
		...(reasonCode !== undefined && { reasonCode: checkReasonCode(reasonCode) }),
		...(comment !== undefined && { comment: checkComment(comment) }),
	});
	return named(job);
}

function associate(jobs: JobRegistry, { path, body, scope }: ApiCall): Answer {
	const members = body();
	members.required("targets");
	const comment = members.string("comment");
	const targets = members.list("targets") ?? [];
	const more = { targets, ...(comment !== undefined && { comment: checkComment(comment) }) };
	return named(jobs.associateTargets(path("jobId"), more, scope));
}

/** Placeholders for presigned URLs stay: those are made for a device. */
function document(jobs: JobRegistry, { path, query }: ApiCall): Answer {
	const job = jobs.describeJob(path("jobId"));
	return { document: query.boolean("beforeSubstitution") ? job.document : withParameters(job) };
}

function list({ jobs, thingGroups }: JobOperationParts, call: ApiCall): Answer {
	const { query } = call;
	const status = query.string("status");
	const targetSelection = query.string("targetSelection");
	const namespaceId = query.string("namespaceId");
	if (status !== undefined) checkOneOf("status", status, jobStatuses);
	if (targetSelection !== undefined) {
		checkOneOf("targetSelection", targetSelection, ["CONTINUOUS", "SNAPSHOT"] as const);
	}
	const group = groupIn(thingGroups, call);
	const { items, next } = pageByToken(call, {
		from: (range) => jobs.listJobs(range),
		keyOf: ({ createdAt, jobId }) => timeKey(createdAt, jobId),
		where: (job) =>
			(status === undefined || job.status === status) &&
			(targetSelection === undefined || job.targetSelection === targetSelection) &&
			(namespaceId === undefined || job.namespaceId === namespaceId) &&
			(group === undefined || targetsOf(job).groups.has(group.thingGroupName)),
	});
	const summaries = items.map((job) => jobSummary(job, jobs.isConcurrent(job), group?.thingGroupId));
	return { jobs: summaries, nextToken: next };
}

/** The group whose jobs are asked for, by name or by id. Throws ResourceNotFoundException. */
function groupIn(thingGroups: JobOperationParts["thingGroups"], { query }: ApiCall) {
	const name = query.string("thingGroupName");
	const id = query.string("thingGroupId");
	if (name !== undefined) return thingGroups.describeThingGroup(name);
	if (id === undefined) return undefined;
	for (const group of thingGroups.listThingGroups()) if (group.thingGroupId === id) return group;
	return thingGroups.describeThingGroup(id);
}
