import { type Project, prefixOf } from "../project/project.js";
import { inOrder } from "./in-order.js";
import type { Resource } from "./resource.js";
import { alarms, alarmTopic, dashboard } from "./sections/alarms.js";
import { audit } from "./sections/audit.js";
import { detect } from "./sections/detect.js";
import { expiry } from "./sections/expiry.js";
import { foundation } from "./sections/foundation.js";
import { history } from "./sections/history.js";
import { provisioning } from "./sections/provisioning.js";
import { settings } from "./sections/settings.js";

/** Everything that is to be in the account, each after what it needs. */
export function desiredState(project: Project): readonly Resource[] {
	const prefix = prefixOf(project);
	const { monitoring } = project;
	const base = foundation(project, prefix);
	const told = alarmTopic(project, prefix);
	const [topic] = told;
	return inOrder([
		...base.resources,
		...provisioning(project, prefix, base),
		...settings(project, prefix, base),
		...told,
		...(monitoring.audit ? audit(prefix, topic) : []),
		...(monitoring.detect ? detect(project, prefix, base, topic) : []),
		...(monitoring.history ? history(project, prefix) : []),
		...(monitoring.expiry ? expiry(project, prefix, topic) : []),
		...(monitoring.alarms ? alarms(prefix, topic) : []),
		...(monitoring.dashboard ? [dashboard(prefix)] : []),
	]);
}

/** Everything that a project of this name could have made with other settings: what of it is there and no longer wanted, is to go. */
export function possibleState(project: Project): readonly Resource[] {
	const {
		alarmEmail = "nobody@example.com",
		certificateAuthority = { certificatePem: "", verificationPem: undefined },
	} = project;
	const monitoring = { audit: true, detect: true, history: true, expiry: true, alarms: true, dashboard: true };
	return desiredState({ ...project, alarmEmail, certificateAuthority, monitoring, serialNumbers: "table" });
}
