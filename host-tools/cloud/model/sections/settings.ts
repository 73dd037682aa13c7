import type { Project } from "../../project/project.js";
import { anyIot, trust } from "../iam-policies.js";
import type { Resource } from "../resource.js";
import { allow, policyDocument } from "../statement.js";
import { arnOf, text } from "../value.js";
import type { Foundation } from "./foundation.js";

/** What of AWS IoT is switched on for the whole account: its index, its events, its log, and the group of what is silent. */
export function settings(project: Project, prefix: string, base: Foundation): readonly Resource[] {
	const indexing: Resource = {
		id: "FleetIndexing",
		type: "Thingsmith::IoT::FleetIndexing",
		name: "fleet indexing",
		properties: {
			ThingIndexingConfiguration: { ThingIndexingMode: "REGISTRY", ThingConnectivityIndexingMode: "STATUS" },
			ThingGroupIndexingConfiguration: { ThingGroupIndexingMode: "ON" },
		},
		purpose: "Things can be looked for, also by whether they are connected",
	};
	const silent: Resource = {
		id: "SilentGroup",
		type: "AWS::IoT::ThingGroup",
		name: `${prefix}-silent`,
		properties: {
			QueryString: `thingGroupNames:${base.fleet.name} AND connectivity.connected:false`,
			ThingGroupProperties: { ThingGroupDescription: "Devices that are not connected" },
		},
		dependsOn: [indexing, base.fleet],
		purpose: "Devices that are not connected",
	};
	const events: Resource = {
		id: "EventConfigurations",
		type: "Thingsmith::IoT::EventConfigurations",
		name: "event configurations",
		properties: { Enabled: ["CERTIFICATE", "JOB", "JOB_EXECUTION", "THING", "THING_GROUP_MEMBERSHIP"] },
		purpose: "AWS IoT publishes what happens to things, certificates and jobs",
	};
	return [indexing, silent, events, ...logging(project, prefix)];
}

function logging({ logDays }: Project, prefix: string): readonly Resource[] {
	const log: Resource = {
		id: "IotLog",
		type: "AWS::Logs::LogGroup",
		name: "AWSIotLogsV2",
		properties: { RetentionInDays: logDays },
		purpose: "AWS IoT's own log",
	};
	const role: Resource = {
		id: "LoggingRole",
		type: "AWS::IAM::Role",
		name: `${prefix}-logging`,
		properties: {
			AssumeRolePolicyDocument: trust("iot.amazonaws.com", anyIot),
			Policies: [
				{
					PolicyName: "logging",
					PolicyDocument: policyDocument(
						allow(
							[
								"logs:CreateLogGroup",
								"logs:CreateLogStream",
								"logs:PutLogEvents",
								"logs:PutMetricFilter",
								"logs:PutRetentionPolicy",
							],
							arnOf(log, ":*"),
						),
					),
				},
			],
		},
		purpose: "Lets AWS IoT write its log",
	};
	const options: Resource = {
		id: "Logging",
		type: "AWS::IoT::Logging",
		name: "logging",
		properties: { AccountId: text`${"accountId"}`, DefaultLogLevel: "ERROR", RoleArn: arnOf(role) },
		dependsOn: [log],
		purpose: "AWS IoT logs what it refuses",
	};
	return [log, role, options];
}
