import type { Service, ServiceParts } from "../service.js";
import { openAudit } from "./audit/audit.js";
import { noCas } from "./audit/audited-cas.js";

type Parts = Pick<ServiceParts, "clock" | "connections" | "registry" | "stores" | "behaviour" | "journal">;

/** Device Defender: audits and what mitigates their findings, and Detect, which watches how devices behave. */
export function defenderService(parts: Parts): Service {
	const audit = openAudit({ ...parts, cas: noCas });
	return {
		name: "defender",
		operations: audit.operations,
		close() {
			audit.close();
		},
	};
}
