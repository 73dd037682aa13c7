import {
	type AuditCheckConfiguration,
	DeleteAccountAuditConfigurationCommand,
	DescribeAccountAuditConfigurationCommand,
	UpdateAccountAuditConfigurationCommand,
} from "@aws-sdk/client-iot";
import { auditChecks } from "../../../model/audit-checks.js";
import type { Json } from "../../../model/concrete.js";
import type { Kind, Properties } from "../../kind.js";

type Notification = {
	readonly Sns: { readonly Enabled: boolean; readonly RoleArn: string; readonly TargetArn: string };
};

/** Which checks Device Defender makes, and who is told. Checks that the project does not name stay as they are. */
export const accountAuditConfiguration: Kind = {
	type: "AWS::IoT::AccountAuditConfiguration",
	replacing: [],
	isExclusive: true,
	isOff: ({ RoleArn }) => RoleArn === undefined,
	async read(_name, { clients, place }) {
		const client = await clients.iot();
		const found = await client.send(new DescribeAccountAuditConfigurationCommand({}));
		const { roleArn, auditCheckConfigurations = {}, auditNotificationTargetConfigurations } = found;
		const sns = auditNotificationTargetConfigurations?.SNS;
		return {
			properties: {
				AccountId: place.accountId,
				...(roleArn !== undefined && { RoleArn: roleArn }),
				AuditCheckConfigurations: enabledOf(auditCheckConfigurations),
				...(sns?.enabled === true && {
					AuditNotificationTargetConfigurations: {
						Sns: { Enabled: true, RoleArn: sns.roleArn ?? "", TargetArn: sns.targetArn ?? "" },
					},
				}),
			},
			owner: undefined,
		};
	},
	async create() {},
	async update(_name, properties, _found, { clients }) {
		const client = await clients.iot();
		const { Sns } = (properties.AuditNotificationTargetConfigurations ?? {}) as Partial<Notification>;
		await client.send(
			new UpdateAccountAuditConfigurationCommand({
				roleArn: properties.RoleArn as string,
				auditCheckConfigurations: toChecks(properties),
				...(Sns && {
					auditNotificationTargetConfigurations: {
						SNS: { enabled: Sns.Enabled, roleArn: Sns.RoleArn, targetArn: Sns.TargetArn },
					},
				}),
			}),
		);
	},
	async remove(_name, _found, { clients }) {
		const client = await clients.iot();
		await client.send(new DeleteAccountAuditConfigurationCommand({}));
	},
};

/** Those that are on, by CloudFormation's names. */
function enabledOf(checks: Readonly<Record<string, AuditCheckConfiguration>>): Json {
	const on = Object.entries(auditChecks).filter(([, name]) => checks[name]?.enabled === true);
	return Object.fromEntries(on.map(([name]) => [name, { Enabled: true }]));
}

function toChecks({ AuditCheckConfigurations }: Properties): Record<string, AuditCheckConfiguration> {
	const names = Object.keys((AuditCheckConfigurations ?? {}) as object);
	return Object.fromEntries(names.map((name) => [auditChecks[name] ?? name, { enabled: true }]));
}
