import { invalidRequest } from "../../../aws-error.js";
import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../../http/operation.js";
import { pageByBody, pageByToken, shortList } from "../../../http/pages.js";
import { bodyInstant, checkPeriod } from "../../instants.js";
import { within } from "../time-range.js";
import { type AuditResults, findingKey } from "./audit-results.js";
import type { AuditFinding } from "./audit-task.js";
import { isIdentifiedBy, readResourceIdentifier } from "./audited-resource.js";

export function auditFindingOperations(results: AuditResults): readonly Operation[] {
	const all = "/audit/findings";
	return [
		{ name: "ListAuditFindings", method: "POST", path: all, handle: (call) => list(results, call) },
		{
			name: "DescribeAuditFinding",
			method: "GET",
			path: `${all}/{findingId}`,
			handle: ({ path }) => ({ finding: descriptionOf(results.describeFinding(path("findingId"))) }),
		},
		{
			name: "ListRelatedResourcesForAuditFinding",
			method: "GET",
			path: "/audit/relatedResources",
			handle: (call) => listRelated(results, call),
		},
	];
}

/** Of one audit, or of a period: newest first. */
function list(results: AuditResults, call: ApiCall): Answer {
	const members = call.body();
	const taskId = members.string("taskId");
	const checkName = members.string("checkName");
	const resource = readResourceIdentifier(members);
	const isSuppressed = members.boolean("listSuppressedFindings");
	const { items, next } = pageByBody(call, {
		from: within(periodOf(results, call, taskId), (range) => results.listFindings(range), findingKey),
		keyOf: findingKey,
		where: (finding) =>
			(taskId === undefined || finding.taskId === taskId) &&
			(checkName === undefined || finding.checkName === checkName) &&
			(isSuppressed === undefined || finding.isSuppressed === isSuppressed) &&
			(resource === undefined || isIdentifiedBy(finding.nonCompliantResource.resourceIdentifier, resource)),
		descending: true,
	});
	return { findings: items.map(descriptionOf), nextToken: next };
}

/** An audit's findings are not older than it is; nobody knows how long it takes. */
function periodOf(results: AuditResults, { body }: ApiCall, taskId: string | undefined) {
	const members = body();
	const start = bodyInstant(members, "startTime");
	const end = bodyInstant(members, "endTime");
	if (taskId === undefined) {
		if (start === undefined || end === undefined) throw invalidRequest("Give taskId, or startTime and endTime");
		return checkPeriod(start, end);
	}
	if (start !== undefined || end !== undefined) throw invalidRequest("Give taskId or startTime and endTime, not both");
	return { start: results.find(taskId)?.taskStartTime ?? Number.MAX_SAFE_INTEGER, end: Number.MAX_SAFE_INTEGER };
}

function listRelated(results: AuditResults, call: ApiCall): Answer {
	const { relatedResources } = results.describeFinding(call.query.requiredString("findingId"));
	const numbered = relatedResources.map((resource, index) => ({ resource, key: String(index).padStart(6, "0") }));
	const { items, next } = pageByToken(
		call,
		shortList(numbered, ({ key }) => key),
	);
	return { relatedResources: items.map(({ resource }) => resource), nextToken: next };
}

export function descriptionOf(finding: AuditFinding): object {
	const { relatedResources, taskStartTime, findingTime, ...rest } = finding;
	return {
		...rest,
		taskStartTime: epochSeconds(taskStartTime),
		findingTime: epochSeconds(findingTime),
		...(relatedResources.length > 0 && { relatedResources }),
	};
}
