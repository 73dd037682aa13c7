import type { Service, ServiceParts } from "../service.js";
import { openAudit } from "./audit/audit.js";
import { noCas } from "./audit/audited-cas.js";
import { auditActionTaskOperations } from "./mitigation/audit-action-task-operations.js";
import { AuditActionTasks } from "./mitigation/audit-action-tasks.js";
import { mitigationActionOperations } from "./mitigation/mitigation-action-operations.js";
import { MitigationActions } from "./mitigation/mitigation-actions.js";

type Parts = Pick<ServiceParts, "clock" | "connections" | "registry" | "stores" | "behaviour" | "journal">;

/** Device Defender: audits and what mitigates their findings, and Detect, which watches how devices behave. */
export function defenderService(parts: Parts): Service {
	const { stores, clock } = parts;
	const cas = noCas;
	const audit = openAudit({ ...parts, cas });
	const actions = new MitigationActions(stores.registry, clock);
	const auditActions = new AuditActionTasks({ ...parts, cas, store: stores.dataPlane });
	return {
		name: "defender",
		operations: [
			...audit.operations,
			...mitigationActionOperations(actions),
			...auditActionTaskOperations({ tasks: auditActions, actions, results: audit.results }),
		],
		close() {
			audit.close();
			auditActions.close();
		},
	};
}
