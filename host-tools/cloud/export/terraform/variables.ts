import type { Json } from "../../model/concrete.js";
import type { Resource } from "../../model/resource.js";
import type { Project } from "../../project/project.js";
import { allowedSerialNumbers } from "../allowed-serial-numbers.js";
import type { Arguments } from "./context.js";
import { quoted } from "./expression.js";

type Members = Readonly<Record<string, Json>>;

/** What a resource is counted by, where whoever applies says whether it is there. */
const counts: Readonly<Record<string, string>> = Object.freeze({
	DeviceProfile: "create_security_profile",
	DetectNotificationRole: "create_security_profile",
	IotLog: "create_iot_log_group",
});

export function countOf({ id }: Resource): string | undefined {
	const variable = counts[id];
	return variable && `\${var.${variable} ? 1 : 0}`;
}

/** What whoever applies may set, with what stands in the project as default. */
export function variablesOf(project: Project, resources: readonly Resource[]): Members {
	const has = (id: string) => resources.some((resource) => resource.id === id);
	const allowed = allowedSerialNumbers(resources);
	return {
		...(project.alarmEmail !== undefined && {
			alarm_email: variable("string", quoted(project.alarmEmail), "Who is told of alarms and findings"),
		}),
		...(allowed !== undefined && {
			serial_numbers: variable("list(string)", allowed, "Serial numbers that may become things"),
		}),
		...(has("DeviceProfile") && {
			create_security_profile: variable(
				"bool",
				false,
				"Device Defender Detect: true only in an account that used it before 31 August 2026, as AWS closed it to others",
			),
		}),
		...(has("IotLog") && {
			create_iot_log_group: variable("bool", true, "false where the account has the log group AWSIotLogsV2 already"),
		}),
	};
}

const variable = (type: string, value: Json, description: string): Members => ({ type, default: value, description });

/** The arguments of a resource, with variables in them. */
export function withVariables({ id }: Resource, given: Arguments): Arguments {
	if (id === "AlarmSubscription") return { ...given, endpoint: "${var.alarm_email}" };
	if (id !== "SerialNumberHook") return given;
	const { variables } = given.environment as { readonly variables: Members };
	return { ...given, environment: { variables: { ...variables, SERIAL_NUMBERS: '${join(",", var.serial_numbers)}' } } };
}
