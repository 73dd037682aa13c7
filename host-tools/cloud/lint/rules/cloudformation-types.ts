/** Properties of a type of CloudFormation; `*` behind those it has to have (its schemas, November 2026). */
const table: Readonly<Record<string, string>> = {
	ProvisioningTemplate:
		"Description Enabled PreProvisioningHook ProvisioningRoleArn* Tags TemplateBody* TemplateName TemplateType",
	Policy: "PolicyDocument* PolicyName Tags",
	PolicyPrincipalAttachment: "PolicyName* Principal*",
	Thing: "AttributePayload ThingName",
	ThingPrincipalAttachment: "Principal* ThingName* ThingPrincipalType",
	ThingType: "DeprecateThingType Tags ThingTypeName ThingTypeProperties",
	ThingGroup: "ParentGroupName QueryString Tags ThingGroupName ThingGroupProperties",
	Certificate: "CACertificatePem CertificateMode CertificatePem CertificateSigningRequest Status*",
	CACertificate:
		"AutoRegistrationStatus CACertificatePem* CertificateMode RegistrationConfig RemoveAutoRegistration Status* Tags VerificationCertificatePem",
	CertificateProvider: "AccountDefaultForOperations* CertificateProviderName LambdaFunctionArn* Tags",
	SecurityProfile:
		"AdditionalMetricsToRetainV2 AlertTargets Behaviors MetricsExportConfig SecurityProfileDescription SecurityProfileName Tags TargetArns",
	AccountAuditConfiguration: "AccountId* AuditCheckConfigurations* AuditNotificationTargetConfigurations RoleArn*",
	ScheduledAudit: "DayOfMonth DayOfWeek Frequency* ScheduledAuditName Tags TargetCheckNames*",
	MitigationAction: "ActionName ActionParams* RoleArn* Tags",
	JobTemplate:
		"AbortConfig Description* DestinationPackageVersions Document DocumentSource JobArn JobExecutionsRetryConfig JobExecutionsRolloutConfig JobTemplateId* MaintenanceWindows PresignedUrlConfig Tags TimeoutConfig",
	Stream: "Description Files* RoleArn* StreamId* Tags",
	RoleAlias: "CredentialDurationSeconds RoleAlias RoleArn* Tags",
	Logging: "AccountId* DefaultLogLevel* EventConfigurations RoleArn*",
	ResourceSpecificLogging: "LogLevel* TargetName* TargetType*",
	FleetMetric:
		"AggregationField AggregationType Description IndexName MetricName* Period QueryString QueryVersion Tags Unit",
	Dimension: "Name StringValues* Tags Type*",
	TopicRule: "RuleName Tags TopicRulePayload*",
};

export interface TypeProperties {
	readonly known: readonly string[];
	readonly required: readonly string[];
}

/** Undefined for a type that is not looked at. */
export function propertiesOfType(type: string): TypeProperties | undefined {
	const name = /^AWS::IoT::(\w+)$/.exec(type)?.[1] ?? "";
	const text = Object.hasOwn(table, name) ? table[name] : undefined;
	if (text === undefined) return undefined;
	const words = text.split(" ");
	const required = words.filter((word) => word.endsWith("*")).map((word) => word.slice(0, -1));
	return { known: words.map((word) => word.replace("*", "")), required };
}

/** Every type, without `AWS::IoT::`, those that are not looked at included. */
export const typeNames: readonly string[] = Object.freeze([
	...Object.keys(table),
	...[
		"Authorizer",
		"BillingGroup",
		"Command",
		"CustomMetric",
		"DomainConfiguration",
		"EncryptionConfiguration",
		"Job",
		"OTAUpdate",
	],
	...["SoftwarePackage", "SoftwarePackageVersion", "TopicRuleDestination"],
]);

/** Values of which there are few. */
export const propertyValues: Readonly<Record<string, readonly string[]>> = Object.freeze({
	"AWS::IoT::ProvisioningTemplate.TemplateType": ["FLEET_PROVISIONING", "JITP"],
	"AWS::IoT::Certificate.Status": ["ACTIVE", "INACTIVE", "REVOKED", "PENDING_TRANSFER", "PENDING_ACTIVATION"],
	"AWS::IoT::Certificate.CertificateMode": ["DEFAULT", "SNI_ONLY"],
	"AWS::IoT::CACertificate.Status": ["ACTIVE", "INACTIVE"],
	"AWS::IoT::CACertificate.CertificateMode": ["DEFAULT", "SNI_ONLY"],
	"AWS::IoT::CACertificate.AutoRegistrationStatus": ["ENABLE", "DISABLE"],
	"AWS::IoT::ThingPrincipalAttachment.ThingPrincipalType": ["EXCLUSIVE_THING", "NON_EXCLUSIVE_THING"],
	"AWS::IoT::ScheduledAudit.Frequency": ["DAILY", "WEEKLY", "BIWEEKLY", "MONTHLY"],
	"AWS::IoT::Dimension.Type": ["TOPIC_FILTER"],
	"AWS::IoT::Logging.DefaultLogLevel": ["ERROR", "WARN", "INFO", "DEBUG", "DISABLED"],
	"AWS::IoT::ResourceSpecificLogging.TargetType": [
		"THING_GROUP",
		"CLIENT_ID",
		"SOURCE_IP",
		"PRINCIPAL_ID",
		"EVENT_TYPE",
		"DEFAULT",
	],
});

/** What people write by the API's names, and what CloudFormation calls it. */
export const renamed: Readonly<Record<string, string>> = Object.freeze({
	"AWS::IoT::ProvisioningTemplate.Type": "TemplateType",
	"AWS::IoT::ProvisioningTemplate.Name": "TemplateName",
	"AWS::IoT::Policy.Name": "PolicyName",
	"AWS::IoT::SecurityProfile.Name": "SecurityProfileName",
});

/** What CloudFormation cannot do at all. */
export const impossible: Readonly<Record<string, string>> = Object.freeze({
	"AWS::IoT::Thing.ThingTypeName": "CloudFormation gives a thing no type: a provisioning template does, or UpdateThing",
	"AWS::IoT::Thing.ThingGroups":
		"CloudFormation puts no thing into groups: a provisioning template does, or AddThingToThingGroup",
	"AWS::IoT::Thing.Tags": "things have no tags: use attributes",
});
