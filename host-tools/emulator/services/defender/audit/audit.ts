import type { Metrics } from "../../metrics.js";
import type { ServiceParts } from "../../service.js";
import { keepTags } from "../keep-tags.js";
import type { AuditContext } from "./audit-check.js";
import { AuditConfiguration } from "./audit-configuration.js";
import { auditConfigurationOperations } from "./audit-configuration-operations.js";
import { auditFindingOperations } from "./audit-finding-operations.js";
import { AuditResults } from "./audit-results.js";
import { AuditRunner } from "./audit-runner.js";
import { auditSuppressionOperations } from "./audit-suppression-operations.js";
import { AuditSuppressions } from "./audit-suppressions.js";
import { type AuditTask, statisticsOf } from "./audit-task.js";
import { auditTaskOperations } from "./audit-task-operations.js";
import type { AuditedCas } from "./audited-cas.js";
import { ConnectionHistory } from "./connection-history.js";
import { scheduledAuditOperations } from "./scheduled-audit-operations.js";
import { ScheduledAudits } from "./scheduled-audits.js";

export interface AuditParts
	extends Pick<ServiceParts, "clock" | "connections" | "registry" | "store" | "behaviour" | "journal" | "metrics"> {
	readonly cas: AuditedCas;
}

/** ms: how far back an audit on demand looks at connections (AWS: 31 days). */
const lookedBack = 31 * 24 * 3600 * 1000;

/** Audits of the account: what is wrong with its certificates, policies, settings and connections. */
export function openAudit({ clock, connections, registry, store, behaviour, journal, metrics, cas }: AuditParts) {
	const configuration = new AuditConfiguration(store);
	const suppressions = new AuditSuppressions(store, clock);
	const results = new AuditResults(store);
	const history = new ConnectionHistory(clock);
	const contextOf = (checkName: string, since: number | undefined): AuditContext => {
		const now = clock.now();
		const { auditLagMs, auditAttachments } = behaviour;
		return {
			registry,
			cas,
			history,
			now,
			window: { from: (since ?? now - lookedBack) - auditLagMs, to: now - auditLagMs },
			configuration: configuration.of(checkName).configuration ?? {},
			findsSharedAttachments: auditAttachments,
		};
	};
	const ended = (task: AuditTask) => {
		registry.changes.announce({ kind: "audit", name: task.taskId });
		countResources(metrics, task);
		const topic = configuration.notifiedTopic;
		if (topic !== undefined) journal.add({ plane: "audit", code: "sns-notification", ...notification(task, topic) });
	};
	const runner = new AuditRunner({ results, suppressions, contextOf, now: () => clock.now(), ended });
	const scheduled = new ScheduledAudits({
		store,
		clock,
		start: ({ targetCheckNames: checkNames, scheduledAuditName }, since) =>
			void runner.start({ checkNames, scheduledAuditName, since }),
	});
	const unfollow = connections.follow(history);
	return {
		results,
		operations: [
			...auditConfigurationOperations({ configuration, scheduled }),
			...auditTaskOperations({ configuration, results, runner }),
			...auditFindingOperations(results),
			...keepTags(
				registry.tags,
				{
					kind: "scheduledaudit",
					create: "CreateScheduledAudit",
					remove: "DeleteScheduledAudit",
					arnMember: "scheduledAuditArn",
					nameSegment: "scheduledAuditName",
					arnOf: (name) => scheduled.describe(name).scheduledAuditArn,
				},
				scheduledAuditOperations({ configuration, scheduled }),
			),
			...auditSuppressionOperations(suppressions),
		],
		close() {
			unfollow();
			runner.close();
			scheduled.close();
		},
	};
}

function countResources(metrics: Metrics, { auditDetails }: AuditTask): void {
	for (const [CheckName, check] of Object.entries(auditDetails)) {
		const { totalResourcesCount, nonCompliantResourcesCount } = check;
		if (totalResourcesCount === undefined || nonCompliantResourcesCount === undefined) continue;
		metrics.count("ResourcesEvaluated", { CheckName }, totalResourcesCount);
		metrics.count("NonCompliantResources", { CheckName }, nonCompliantResourcesCount);
	}
}

/** There is no SNS here: what AWS would send is told in the journal. */
function notification(task: AuditTask, topic: string) {
	const { taskId, taskStatus, taskType } = task;
	const { totalChecks, nonCompliantChecks, failedChecks } = statisticsOf(task);
	const reason = `AWS would notify ${topic} now: audit ${taskId} (${taskType}) is ${taskStatus}, ${nonCompliantChecks} of ${totalChecks} checks are non-compliant, ${failedChecks} failed`;
	return { reason, target: topic };
}
