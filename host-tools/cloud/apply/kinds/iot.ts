import type { Kind } from "../kind.js";
import { accountAuditConfiguration } from "./iot/account-audit-configuration.js";
import { caCertificate } from "./iot/ca-certificate.js";
import { eventConfigurations } from "./iot/event-configurations.js";
import { fleetIndexing } from "./iot/fleet-indexing.js";
import { logging } from "./iot/logging.js";
import { policy } from "./iot/policy.js";
import { provisioningTemplate } from "./iot/provisioning-template.js";
import { scheduledAudit } from "./iot/scheduled-audit.js";
import { securityProfile } from "./iot/security-profile.js";
import { thingGroup } from "./iot/thing-group.js";
import { thingGroupPolicy } from "./iot/thing-group-policy.js";
import { thingType } from "./iot/thing-type.js";
import { topicRule } from "./iot/topic-rule.js";

export const iotKinds: readonly Kind[] = Object.freeze([
	policy,
	thingType,
	thingGroup,
	thingGroupPolicy,
	provisioningTemplate,
	caCertificate,
	fleetIndexing,
	eventConfigurations,
	logging,
	accountAuditConfiguration,
	scheduledAudit,
	securityProfile,
	topicRule,
]);
