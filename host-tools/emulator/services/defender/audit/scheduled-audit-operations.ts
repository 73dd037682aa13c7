import type { Members } from "../../../http/members.js";
import type { Answer, ApiCall, Operation } from "../../../http/operation.js";
import { pageByToken } from "../../../http/pages.js";
import type { AuditConfiguration } from "./audit-configuration.js";
import { checkSchedule } from "./audit-schedule.js";
import type { ScheduledAudit, ScheduledAudits } from "./scheduled-audits.js";

export interface ScheduledAuditParts {
	readonly configuration: AuditConfiguration;
	readonly scheduled: ScheduledAudits;
}

export function scheduledAuditOperations(parts: ScheduledAuditParts): readonly Operation[] {
	const { scheduled } = parts;
	const all = "/audit/scheduledaudits";
	const one = `${all}/{scheduledAuditName}`;
	const nameIn = ({ path }: ApiCall) => path("scheduledAuditName");
	return [
		{ name: "CreateScheduledAudit", method: "POST", path: one, handle: (call) => create(parts, call) },
		{
			name: "DescribeScheduledAudit",
			method: "GET",
			path: one,
			handle: (call) => descriptionOf(scheduled.describe(nameIn(call))),
		},
		{ name: "UpdateScheduledAudit", method: "PATCH", path: one, handle: (call) => update(parts, call) },
		{
			name: "DeleteScheduledAudit",
			method: "DELETE",
			path: one,
			handle: (call) => {
				scheduled.delete(nameIn(call));
				return {};
			},
		},
		{ name: "ListScheduledAudits", method: "GET", path: all, handle: (call) => list(scheduled, call) },
	];
}

function create({ configuration, scheduled }: ScheduledAuditParts, { path, body, scope }: ApiCall): Answer {
	const members = body();
	const schedule = readSchedule(members, members.requiredString("frequency"));
	const targetCheckNames = members.list("targetCheckNames") ?? [];
	configuration.checkEnabled(targetCheckNames);
	const audit = scheduled.create(path("scheduledAuditName"), schedule, targetCheckNames, scope);
	return { scheduledAuditArn: audit.scheduledAuditArn };
}

function update({ configuration, scheduled }: ScheduledAuditParts, { path, body }: ApiCall): Answer {
	const members = body();
	const present = scheduled.describe(path("scheduledAuditName"));
	const schedule = readSchedule(members, members.string("frequency") ?? present.frequency, present);
	const targetCheckNames = members.list("targetCheckNames") ?? present.targetCheckNames;
	configuration.checkEnabled(targetCheckNames);
	return {
		scheduledAuditArn: scheduled.update(present.scheduledAuditName, schedule, targetCheckNames).scheduledAuditArn,
	};
}

function readSchedule(members: Members, frequency: string, present?: ScheduledAudit) {
	const dayOfMonth = members.string("dayOfMonth") ?? present?.dayOfMonth;
	const dayOfWeek = members.string("dayOfWeek") ?? present?.dayOfWeek;
	return checkSchedule({ frequency, dayOfMonth, dayOfWeek });
}

function list(scheduled: ScheduledAudits, call: ApiCall): Answer {
	const { items, next } = pageByToken(call, {
		from: (range) => scheduled.list(range),
		keyOf: ({ scheduledAuditName }) => scheduledAuditName,
	});
	const scheduledAudits = items.map((audit) => {
		const { targetCheckNames: _, ...metadata } = descriptionOf(audit);
		return metadata;
	});
	return { scheduledAudits, nextToken: next };
}

function descriptionOf({ nextRunAt: _, lastRunAt: __, ...audit }: ScheduledAudit) {
	return audit;
}
