import type { Service, ServiceParts } from "../service.js";
import { openAudit } from "./audit/audit.js";
import { openDetect } from "./detect/detect.js";
import { refusedToNewAccounts } from "./detect/new-account.js";
import { keepTags } from "./keep-tags.js";
import { auditActionTaskOperations } from "./mitigation/audit-action-task-operations.js";
import { AuditActionTasks } from "./mitigation/audit-action-tasks.js";
import { detectActionTaskOperations } from "./mitigation/detect-action-task-operations.js";
import { DetectActionTasks } from "./mitigation/detect-action-tasks.js";
import { mitigationActionOperations } from "./mitigation/mitigation-action-operations.js";
import { MitigationActions } from "./mitigation/mitigation-actions.js";

type Parts = Pick<ServiceParts, "clock" | "connections" | "registry" | "store" | "behaviour" | "journal" | "metrics">;

/** Device Defender: audits and what mitigates their findings, and Detect, which watches how devices behave. */
export function defenderService(parts: Parts): Service {
	const { store, clock, registry } = parts;
	const cas = registry.caCertificates;
	const audit = openAudit({ ...parts, cas });
	const actions = new MitigationActions(store, clock);
	const detect = openDetect(parts);
	const auditActions = new AuditActionTasks({ ...parts, cas, results: audit.results });
	const detectActions = new DetectActionTasks({ ...parts, cas });
	const { violations } = detect;
	return {
		name: "defender",
		reserved: detect.reserved,
		operations: [
			...audit.operations,
			...keepTags(
				registry.tags,
				{
					kind: "mitigationaction",
					create: "CreateMitigationAction",
					remove: "DeleteMitigationAction",
					arnMember: "actionArn",
					nameSegment: "actionName",
					arnOf: (name) => actions.describe(name).actionArn,
				},
				mitigationActionOperations(actions),
			),
			...auditActionTaskOperations({ tasks: auditActions, actions, results: audit.results }),
			...detect.operations,
			...refusedToNewAccounts(
				parts.behaviour,
				detectActionTaskOperations({ tasks: detectActions, actions, violations }),
			),
		],
		close() {
			audit.close();
			detect.close();
			auditActions.close();
			detectActions.close();
		},
	};
}
