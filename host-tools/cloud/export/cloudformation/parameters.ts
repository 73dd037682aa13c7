import type { Json } from "../../model/concrete.js";
import type { Resource } from "../../model/resource.js";
import type { Project } from "../../project/project.js";
import { allowedSerialNumbers } from "../allowed-serial-numbers.js";

type Members = Readonly<Record<string, Json>>;

/** What whoever deploys may set without editing the template. */
export interface Parameter {
	readonly name: string;
	readonly definition: Members;
}

/** A parameter that says whether some resources are made at all. */
export interface Switch extends Parameter {
	/** The condition of those resources. */
	readonly condition: string;
	readonly ids: readonly string[];
}

/** Characters of a parameter's value at most. */
const longestValue = 4096;

const yesOrNo = (Default: "true" | "false", Description: string): Members => ({
	Type: "String",
	AllowedValues: ["true", "false"],
	Default,
	Description,
});

const switches: readonly Switch[] = [
	{
		name: "CreateSecurityProfile",
		condition: "WithSecurityProfile",
		definition: yesOrNo(
			"false",
			"Device Defender Detect: true only in an account that used it before 31 August 2026, as AWS closed it to others",
		),
		ids: ["DeviceProfile", "DetectNotificationRole"],
	},
	{
		name: "CreateIotLogGroup",
		condition: "WithIotLogGroup",
		definition: yesOrNo("true", "false where the account has the log group AWSIotLogsV2 already"),
		ids: ["IotLog"],
	},
];

/** The switches of what is in `resources`. */
export function switchesOf(resources: readonly Resource[]): readonly Switch[] {
	return switches.filter(({ ids }) => resources.some(({ id }) => ids.includes(id)));
}

export const alarmEmail = "AlarmEmail";
export const serialNumbers = "AllowedSerialNumbers";

/** Values of the project that are parameters of the stack, with what stands in the project as default. */
export function valueParameters(project: Project, resources: readonly Resource[]): readonly Parameter[] {
	const allowed = allowedSerialNumbers(resources)?.join(",");
	return [
		...(project.alarmEmail === undefined
			? []
			: [
					{
						name: alarmEmail,
						definition: {
							Type: "String",
							Default: project.alarmEmail,
							Description: "Who is told of alarms and findings",
							AllowedPattern: "[^@\\s]+@[^@\\s]+\\.[^@\\s]+",
						},
					},
				]),
		...(allowed === undefined || allowed.length > longestValue
			? []
			: [
					{
						name: serialNumbers,
						definition: {
							Type: "String",
							Default: allowed,
							Description: "Serial numbers that may become things, with commas between them",
							AllowedPattern: "[A-Za-z0-9:_,-]*",
						},
					},
				]),
	];
}
