import { invalidRequest } from "../../../aws-error.js";
import type { Members } from "../../../http/members.js";
import type { Answer, ApiCall, Operation } from "../../../http/operation.js";
import { checkLength, checkRoleArn } from "../../checks.js";
import type { AuditConfiguration, NotificationTarget } from "./audit-configuration.js";
import type { ScheduledAudits } from "./scheduled-audits.js";

export interface AuditConfigurationParts {
	readonly configuration: AuditConfiguration;
	readonly scheduled: ScheduledAudits;
}

export function auditConfigurationOperations(parts: AuditConfigurationParts): readonly Operation[] {
	const path = "/audit/configuration";
	return [
		{ name: "DescribeAccountAuditConfiguration", method: "GET", path, handle: () => describe(parts) },
		{ name: "UpdateAccountAuditConfiguration", method: "PATCH", path, handle: (call) => update(parts, call) },
		{ name: "DeleteAccountAuditConfiguration", method: "DELETE", path, handle: (call) => remove(parts, call) },
	];
}

function describe({ configuration }: AuditConfigurationParts): Answer {
	const { roleArn, notificationTargets, checks } = configuration.describe();
	return {
		...(roleArn !== undefined && { roleArn }),
		auditNotificationTargetConfigurations: notificationTargets,
		auditCheckConfigurations: Object.fromEntries(checks),
	};
}

function update({ configuration, scheduled }: AuditConfigurationParts, { body }: ApiCall): Answer {
	const members = body();
	const roleArn = members.string("roleArn");
	const checks = members.map("auditCheckConfigurations");
	const targets = members.map("auditNotificationTargetConfigurations");
	const change = {
		...(roleArn !== undefined && { roleArn }),
		...(checks !== undefined && { checks: new Map([...checks].map(([name, check]) => [name, readCheck(check)])) }),
		...(targets !== undefined && { notificationTargets: readTargets(targets) }),
	};
	configuration.update(change, (checkName) => scheduled.uses(checkName));
	return {};
}

function readCheck(members: Members) {
	const enabled = members.boolean("enabled");
	const configuration = members.strings("configuration");
	return { ...(enabled !== undefined && { enabled }), ...(configuration !== undefined && { configuration }) };
}

function readTargets(targets: ReadonlyMap<string, Members>): Record<string, NotificationTarget> {
	const read: Record<string, NotificationTarget> = {};
	for (const [type, members] of targets) {
		if (type !== "SNS") throw invalidRequest(`auditNotificationTargetConfigurations has no type "${type}": SNS`);
		const targetArn = members.string("targetArn");
		const roleArn = members.string("roleArn");
		const enabled = members.boolean("enabled");
		read[type] = {
			...(targetArn !== undefined && { targetArn: checkLength("targetArn", targetArn, 1, 2048) }),
			...(roleArn !== undefined && { roleArn: checkRoleArn("roleArn", roleArn) }),
			...(enabled !== undefined && { enabled }),
		};
	}
	return read;
}

function remove({ configuration, scheduled }: AuditConfigurationParts, { query }: ApiCall): Answer {
	configuration.delete();
	if (query.boolean("deleteScheduledAudits") ?? false) scheduled.deleteAll();
	return {};
}
