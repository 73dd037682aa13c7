import { auditChecks } from "../../model/audit-checks.js";
import type { Json } from "../../model/concrete.js";
import type { ResourceType } from "../../model/resource.js";
import { JsonText, type Value } from "../../model/resource.js";
import { apiMembers } from "./api-members.js";
import type { Scripter } from "./context.js";
import { call } from "./shell.js";
import type { JsonMembers } from "./taken.js";
import { nameOf, taken } from "./taken.js";

type OfIot = Extract<ResourceType, `${string}::IoT::${string}`>;

/** Types of AWS IoT, whose API names members as CloudFormation does, but for the first letter. */
export const iotSteps = {
	"AWS::IoT::Policy": ({ resource, members, concrete, document }) => ({
		put: [call("put_iot_policy", resource.name, document(concrete(members.take("PolicyDocument"))))],
		remove: call("remove_iot_policy", resource.name),
	}),
	"AWS::IoT::ThingType": ({ resource, members, concrete, document }) => {
		// `put_thing_type` sees to it, for a type that an interrupted destroy.sh has deprecated.
		if (members.take("DeprecateThingType") !== false)
			throw new Error(`${resource.id}: a type to be used is not deprecated`);
		const file = document(apiMembers({ ThingTypeProperties: concrete(members.take("ThingTypeProperties")) }));
		return {
			put: [call("put_thing_type", resource.name, file)],
			prepare: call("deprecate_thing_type", resource.name),
			remove: call("remove_thing_type", resource.name),
		};
	},
	"AWS::IoT::ThingGroup": ({ resource, members, concrete, document }) => {
		const query = members.maybe("QueryString");
		const file = document(
			apiMembers({
				...(query !== undefined && { QueryString: concrete(query) }),
				ThingGroupProperties: concrete(members.take("ThingGroupProperties")),
			}),
		);
		const kind = query === undefined ? "thing_group" : "dynamic_group";
		return { put: [call(`put_${kind}`, resource.name, file)], remove: call(`remove_${kind}`, resource.name) };
	},
	"AWS::IoT::ProvisioningTemplate": ({ resource, members, concrete, document }) => {
		const body = members.take("TemplateBody");
		if (!(body instanceof JsonText)) throw new Error(`${resource.id}: the body of a template is JSON text`);
		document(concrete(body.document), `${resource.id}-body`);
		const type = String(members.take("TemplateType"));
		const names = ["Description", "Enabled", "ProvisioningRoleArn", "PreProvisioningHook"];
		const file = document(apiMembers(taken(members, names, concrete)));
		return {
			put: [call("put_template", resource.name, file, type)],
			remove: call("remove_template", resource.name),
		};
	},
	"AWS::IoT::CACertificate": ({ members, concrete, document }) => {
		// Said by options of the command.
		members.take("AutoRegistrationStatus");
		members.take("Status");
		const { RegistrationConfig, CACertificatePem, CertificateMode, VerificationCertificatePem } = taken(
			members,
			["CACertificatePem", "CertificateMode", "VerificationCertificatePem", "RegistrationConfig"],
			concrete,
		);
		const file = document({
			caCertificate: CACertificatePem ?? "",
			certificateMode: CertificateMode ?? "",
			...(VerificationCertificatePem !== undefined && { verificationCertificate: VerificationCertificatePem }),
			registrationConfig: apiMembers(RegistrationConfig ?? {}),
		});
		return { put: [call("put_ca", file)], remove: "remove_ca" };
	},
	"AWS::IoT::TopicRule": ({ resource, members, concrete, document }) => ({
		put: [call("put_rule", resource.name, document(apiMembers(concrete(members.take("TopicRulePayload")))))],
		remove: call("remove_rule", resource.name),
	}),
	"AWS::IoT::Logging": ({ members }) => {
		members.take("AccountId");
		const role = nameOf(members.take("RoleArn"));
		return {
			put: [call("put_logging", role, String(members.take("DefaultLogLevel")))],
			remove: call("remove_logging", role),
		};
	},
	"AWS::IoT::AccountAuditConfiguration": ({ members, concrete, document }) => {
		members.take("AccountId");
		const role = members.take("RoleArn");
		const checks = concrete(members.take("AuditCheckConfigurations")) as JsonMembers;
		const told = members.maybe("AuditNotificationTargetConfigurations");
		const { Sns } = (told === undefined ? {} : concrete(told)) as JsonMembers;
		const file = document({
			roleArn: concrete(role),
			auditCheckConfigurations: Object.fromEntries(
				Object.entries(checks).map(([name, check]) => [auditChecks[name] ?? name, apiMembers(check)]),
			),
			...(Sns !== undefined && { auditNotificationTargetConfigurations: { SNS: apiMembers(Sns) } }),
		});
		return { put: [call("put_audit", nameOf(role), file)], remove: call("remove_audit", nameOf(role)) };
	},
	"AWS::IoT::ScheduledAudit": ({ resource, members, concrete, document }) => {
		const file = document(apiMembers(taken(members, ["Frequency", "DayOfWeek", "TargetCheckNames"], concrete)));
		return {
			put: [call("put_scheduled_audit", resource.name, file)],
			remove: call("remove_scheduled_audit", resource.name),
		};
	},
	"AWS::IoT::SecurityProfile": ({ resource, members, concrete, document }) => {
		const targets = (members.take("TargetArns") as readonly Value[]).map((target) => `thinggroup/${nameOf(target)}`);
		const names = ["SecurityProfileDescription", "Behaviors", "AlertTargets"];
		const file = document(withNumbers(apiMembers(taken(members, names, concrete))));
		return {
			put: [call("put_security_profile", resource.name, file, ...targets)],
			remove: call("remove_security_profile", resource.name),
		};
	},
	"Thingsmith::IoT::ThingGroupPolicy": ({ members }) => {
		const names = [String(members.take("PolicyName")), nameOf(members.take("Target"))];
		return { put: [call("put_group_policy", ...names)], remove: call("remove_group_policy", ...names) };
	},
	"Thingsmith::IoT::EventConfigurations": ({ members }) => ({
		put: [call("put_events", ...(members.take("Enabled") as readonly string[]))],
		remove: "remove_events",
	}),
	"Thingsmith::IoT::FleetIndexing": ({ members, concrete, document }) => {
		const names = ["ThingIndexingConfiguration", "ThingGroupIndexingConfiguration"];
		return {
			put: [call("put_indexing", document(apiMembers(taken(members, names, concrete))))],
			remove: "remove_indexing",
		};
	},
} satisfies Record<OfIot, Scripter>;

/** CloudFormation has the count of a behaviour as text, the API as a number. */
function withNumbers(value: Json): Json {
	if (Array.isArray(value)) return value.map(withNumbers);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, item]) => [name, name === "count" ? Number(item) : withNumbers(item)]),
	);
}
