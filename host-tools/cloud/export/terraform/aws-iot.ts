import type { ResourceType } from "../../model/resource.js";
import { JsonText, type Value } from "../../model/resource.js";
import type { Members } from "../members.js";
import type { Translation, Translator } from "./context.js";

/** All that AWS IoT publishes: the provider wants to be told of each, and shows a difference for ever otherwise. */
export const eventTypes = Object.freeze([
	"CA_CERTIFICATE",
	"CERTIFICATE",
	"JOB",
	"JOB_EXECUTION",
	"POLICY",
	"THING",
	"THING_GROUP",
	"THING_GROUP_HIERARCHY",
	"THING_GROUP_MEMBERSHIP",
	"THING_TYPE",
	"THING_TYPE_ASSOCIATION",
]);

type OfIot = Extract<ResourceType, `${string}::IoT::${string}`>;

export const awsIot = {
	"AWS::IoT::Policy": ({ resource, members, document }) => ({
		arguments: { name: resource.name, policy: document(members.take("PolicyDocument")) },
	}),
	"AWS::IoT::ThingType": ({ resource, members, expression }) => {
		const properties = members.within("ThingTypeProperties");
		return {
			arguments: {
				name: resource.name,
				deprecated: expression(members.take("DeprecateThingType")),
				properties: properties.end({
					description: expression(properties.take("ThingTypeDescription")),
					searchable_attributes: expression(properties.take("SearchableAttributes")),
				}),
			},
		};
	},
	"AWS::IoT::ThingGroup": ({ resource, members, expression }) => {
		const properties = members.within("ThingGroupProperties");
		const description = expression(properties.end(properties.take("ThingGroupDescription")));
		return {
			arguments: { name: resource.name, properties: { description } },
		};
	},
	"AWS::IoT::ProvisioningTemplate": ({ resource, members, expression, document }) => {
		const hook = members.maybe("PreProvisioningHook") as Record<string, Value> | undefined;
		const body = members.take("TemplateBody");
		if (!(body instanceof JsonText)) throw new Error(`${resource.id}: the body of a template is JSON text`);
		return {
			arguments: {
				name: resource.name,
				description: expression(members.take("Description")),
				enabled: expression(members.take("Enabled")),
				type: expression(members.take("TemplateType")),
				provisioning_role_arn: expression(members.take("ProvisioningRoleArn")),
				template_body: document(body.document),
				pre_provisioning_hook: hook && {
					payload_version: expression(hook.PayloadVersion ?? ""),
					target_arn: expression(hook.TargetArn ?? ""),
				},
			},
		};
	},
	"AWS::IoT::CACertificate": ({ members, expression }) => {
		const registration = members.within("RegistrationConfig");
		const verification = members.maybe("VerificationCertificatePem");
		return {
			arguments: {
				active: members.take("Status") === "ACTIVE",
				allow_auto_registration: members.take("AutoRegistrationStatus") === "ENABLE",
				ca_certificate_pem: expression(members.take("CACertificatePem")),
				certificate_mode: expression(members.take("CertificateMode")),
				verification_certificate_pem: verification === undefined ? undefined : expression(verification),
				registration_config: registration.end({ template_name: expression(registration.take("TemplateName")) }),
			},
		};
	},
	"AWS::IoT::TopicRule": ({ resource, members, expression }) => {
		const payload = members.within("TopicRulePayload");
		const actions = payload.each("Actions").map((action) => ruleAction(action, expression));
		return {
			arguments: payload.end({
				name: resource.name,
				description: expression(payload.take("Description")),
				enabled: payload.take("RuleDisabled") === false,
				sql: expression(payload.take("Sql")),
				sql_version: expression(payload.take("AwsIotSqlVersion")),
				...Object.fromEntries(actions),
			}),
		};
	},
	"AWS::IoT::Logging": ({ members, expression }) => {
		// The provider's own account is meant.
		members.take("AccountId");
		return {
			arguments: {
				default_log_level: expression(members.take("DefaultLogLevel")),
				role_arn: expression(members.take("RoleArn")),
			},
		};
	},
	"Thingsmith::IoT::ThingGroupPolicy": ({ members, expression }) => ({
		arguments: { policy: expression(members.take("PolicyName")), target: expression(members.take("Target")) },
	}),
	"Thingsmith::IoT::EventConfigurations": ({ members }) => {
		const enabled = members.take("Enabled") as readonly string[];
		return {
			arguments: {
				event_configurations: Object.fromEntries(eventTypes.map((type) => [type, enabled.includes(type)])),
			},
		};
	},
	"Thingsmith::IoT::FleetIndexing": ({ members, expression }) => {
		const things = members.within("ThingIndexingConfiguration");
		const groups = members.within("ThingGroupIndexingConfiguration");
		return {
			arguments: {
				thing_indexing_configuration: things.end({
					thing_indexing_mode: expression(things.take("ThingIndexingMode")),
					thing_connectivity_indexing_mode: expression(things.take("ThingConnectivityIndexingMode")),
				}),
				thing_group_indexing_configuration: groups.end({
					thing_group_indexing_mode: expression(groups.take("ThingGroupIndexingMode")),
				}),
			},
		};
	},
} satisfies Partial<Record<OfIot, Translator>>;

type Expression = Translation["expression"];

/** One action of a rule, as the block that the provider has for it. */
function ruleAction(action: Members, expression: Expression): readonly [string, ReturnType<Expression>] {
	const table = action.maybe("DynamoDBv2") as Record<string, Value> | undefined;
	const log = action.maybe("CloudwatchLogs") as Record<string, Value> | undefined;
	const { RoleArn = "" } = table ?? log ?? {};
	const role_arn = expression(RoleArn);
	if (table !== undefined) {
		const { TableName = "" } = table.PutItem as Record<string, Value>;
		return action.end(["dynamodbv2", { put_item: { table_name: expression(TableName) }, role_arn }]);
	}
	return action.end(["cloudwatch_logs", { log_group_name: expression(log?.LogGroupName ?? ""), role_arn }]);
}
