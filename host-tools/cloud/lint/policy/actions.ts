import { matches, readPattern } from "./glob.js";

/** Operations of AWS IoT's control plane, which are its actions in policies, too (API model; test/host-tools/cloud/lint/policy compares). */
const controlPlane = `
	AcceptCertificateTransfer AddThingToBillingGroup AddThingToThingGroup AssociateSbomWithPackageVersion
	AssociateTargetsWithJob AttachPolicy AttachPrincipalPolicy AttachSecurityProfile AttachThingPrincipal
	CancelAuditMitigationActionsTask CancelAuditTask CancelCertificateTransfer CancelDetectMitigationActionsTask
	CancelJob CancelJobExecution ClearDefaultAuthorizer ConfirmTopicRuleDestination CreateAuditSuppression
	CreateAuthorizer CreateBillingGroup CreateCertificateFromCsr CreateCertificateProvider CreateCommand
	CreateCustomMetric CreateDimension CreateDomainConfiguration CreateDynamicThingGroup CreateFleetMetric
	CreateJob CreateJobTemplate CreateKeysAndCertificate CreateMitigationAction CreateOTAUpdate CreatePackage
	CreatePackageVersion CreatePolicy CreatePolicyVersion CreateProvisioningClaim CreateProvisioningTemplate
	CreateProvisioningTemplateVersion CreateRoleAlias CreateScheduledAudit CreateSecurityProfile CreateStream
	CreateThing CreateThingGroup CreateThingType CreateTopicRule CreateTopicRuleDestination
	DeleteAccountAuditConfiguration DeleteAuditSuppression DeleteAuthorizer DeleteBillingGroup DeleteCACertificate
	DeleteCertificate DeleteCertificateProvider DeleteCommand DeleteCommandExecution DeleteCustomMetric
	DeleteDimension DeleteDomainConfiguration DeleteDynamicThingGroup DeleteFleetMetric DeleteJob
	DeleteJobExecution DeleteJobTemplate DeleteMitigationAction DeleteOTAUpdate DeletePackage DeletePackageVersion
	DeletePolicy DeletePolicyVersion DeleteProvisioningTemplate DeleteProvisioningTemplateVersion
	DeleteRegistrationCode DeleteRoleAlias DeleteScheduledAudit DeleteSecurityProfile DeleteStream DeleteThing
	DeleteThingGroup DeleteThingType DeleteTopicRule DeleteTopicRuleDestination DeleteV2LoggingLevel
	DeprecateThingType DescribeAccountAuditConfiguration DescribeAuditFinding DescribeAuditMitigationActionsTask
	DescribeAuditSuppression DescribeAuditTask DescribeAuthorizer DescribeBillingGroup DescribeCACertificate
	DescribeCertificate DescribeCertificateProvider DescribeCustomMetric DescribeDefaultAuthorizer
	DescribeDetectMitigationActionsTask DescribeDimension DescribeDomainConfiguration
	DescribeEncryptionConfiguration DescribeEndpoint DescribeEventConfigurations DescribeFleetMetric DescribeIndex
	DescribeJob DescribeJobExecution DescribeJobTemplate DescribeManagedJobTemplate DescribeMitigationAction
	DescribeProvisioningTemplate DescribeProvisioningTemplateVersion DescribeRoleAlias DescribeScheduledAudit
	DescribeSecurityProfile DescribeStream DescribeThing DescribeThingGroup DescribeThingRegistrationTask
	DescribeThingType DetachPolicy DetachPrincipalPolicy DetachSecurityProfile DetachThingPrincipal
	DisableTopicRule DisassociateSbomFromPackageVersion EnableTopicRule GetBehaviorModelTrainingSummaries
	GetBucketsAggregation GetCardinality GetCommand GetCommandExecution GetEffectivePolicies
	GetIndexingConfiguration GetJobDocument GetLoggingOptions GetOTAUpdate GetPackage GetPackageConfiguration
	GetPackageVersion GetPercentiles GetPolicy GetPolicyVersion GetRegistrationCode GetStatistics
	GetThingConnectivityData GetTopicRule GetTopicRuleDestination GetV2LoggingOptions ListActiveViolations
	ListAttachedPolicies ListAuditFindings ListAuditMitigationActionsExecutions ListAuditMitigationActionsTasks
	ListAuditSuppressions ListAuditTasks ListAuthorizers ListBillingGroups ListCACertificates
	ListCertificateProviders ListCertificates ListCertificatesByCA ListCommandExecutions ListCommands
	ListCustomMetrics ListDetectMitigationActionsExecutions ListDetectMitigationActionsTasks ListDimensions
	ListDomainConfigurations ListFleetMetrics ListIndices ListJobExecutionsForJob ListJobExecutionsForThing
	ListJobTemplates ListJobs ListManagedJobTemplates ListMetricValues ListMitigationActions ListOTAUpdates
	ListOutgoingCertificates ListPackageVersions ListPackages ListPolicies ListPolicyPrincipals ListPolicyVersions
	ListPrincipalPolicies ListPrincipalThings ListPrincipalThingsV2 ListProvisioningTemplateVersions
	ListProvisioningTemplates ListRelatedResourcesForAuditFinding ListRoleAliases ListSbomValidationResults
	ListScheduledAudits ListSecurityProfiles ListSecurityProfilesForTarget ListStreams ListTagsForResource
	ListTargetsForPolicy ListTargetsForSecurityProfile ListThingGroups ListThingGroupsForThing ListThingPrincipals
	ListThingPrincipalsV2 ListThingRegistrationTaskReports ListThingRegistrationTasks ListThingTypes ListThings
	ListThingsInBillingGroup ListThingsInThingGroup ListTopicRuleDestinations ListTopicRules ListV2LoggingLevels
	ListViolationEvents PutVerificationStateOnViolation RegisterCACertificate RegisterCertificate
	RegisterCertificateWithoutCA RegisterThing RejectCertificateTransfer RemoveThingFromBillingGroup
	RemoveThingFromThingGroup ReplaceTopicRule SearchIndex SetDefaultAuthorizer SetDefaultPolicyVersion
	SetLoggingOptions SetV2LoggingLevel SetV2LoggingOptions StartAuditMitigationActionsTask
	StartDetectMitigationActionsTask StartOnDemandAuditTask StartThingRegistrationTask StopThingRegistrationTask
	TagResource TestAuthorization TestInvokeAuthorizer TransferCertificate UntagResource
	UpdateAccountAuditConfiguration UpdateAuditSuppression UpdateAuthorizer UpdateBillingGroup UpdateCACertificate
	UpdateCertificate UpdateCertificateProvider UpdateCommand UpdateCustomMetric UpdateDimension
	UpdateDomainConfiguration UpdateDynamicThingGroup UpdateEncryptionConfiguration UpdateEventConfigurations
	UpdateFleetMetric UpdateIndexingConfiguration UpdateJob UpdateMitigationAction UpdatePackage
	UpdatePackageConfiguration UpdatePackageVersion UpdateProvisioningTemplate UpdateRoleAlias
	UpdateScheduledAudit UpdateSecurityProfile UpdateStream UpdateThing UpdateThingGroup UpdateThingGroupsForThing
	UpdateThingType UpdateTopicRuleDestination ValidateSecurityProfileBehaviors
`;

/** What devices, and whoever sees to them over HTTPS, are allowed or not (Service Authorization Reference, AWS IoT). */
const dataPlane = `
	Connect Publish RetainPublish Subscribe Receive GetThingShadow UpdateThingShadow DeleteThingShadow ListNamedShadowsForThing
	GetRetainedMessage ListRetainedMessages DescribeJobExecution GetPendingJobExecutions StartNextPendingJobExecution UpdateJobExecution
	AssumeRoleWithCertificate GetConnection DeleteConnection ListSubscriptions SendDirectMessage StartCommandExecution
`;

/** Of AWS IoT's prefix, and of other APIs: secure tunnelling. */
const others = "OpenTunnel CloseTunnel DescribeTunnel ListTunnels RotateTunnelAccessToken";

export const iotActions: readonly string[] = Object.freeze([
	...new Set(`${controlPlane} ${dataPlane} ${others}`.trim().split(/\s+/)),
]);

const byLowerCase: ReadonlyMap<string, string> = new Map(iotActions.map((name) => [name.toLowerCase(), name]));

/** The actions that `name`, what stands behind `iot:` in a policy, names: one, or those that a pattern matches. Case does not matter. */
export function actionsNamed(name: string): readonly string[] {
	const wanted = name.toLowerCase();
	const exact = byLowerCase.get(wanted);
	if (exact !== undefined) return [exact];
	if (!/[*?]/.test(wanted)) return [];
	const pattern = readPattern(wanted, undefined) ?? [];
	return [...byLowerCase].flatMap(([lower, action]) => (matches(pattern, lower, false) ? [action] : []));
}

type Kinds = readonly string[];

const topic: Kinds = ["topic"];
const thing: Kinds = ["thing"];
const client: Kinds = ["client"];
const certificate: Kinds = ["cert"];
const policy: Kinds = ["policy"];
const template: Kinds = ["provisioningtemplate"];
const principal: Kinds = ["cert", "thinggroup"];
const job: Kinds = ["job"];

/**
 * Kinds of resources that an action is about (Service Authorization Reference, AWS IoT). Actions that are not here are about whatever they say,
 * or about no resource.
 */
export const resourceKinds: Readonly<Record<string, Kinds>> = Object.freeze({
	Connect: client,
	Publish: topic,
	RetainPublish: topic,
	Subscribe: ["topicfilter"],
	Receive: topic,
	GetThingShadow: thing,
	UpdateThingShadow: thing,
	DeleteThingShadow: thing,
	ListNamedShadowsForThing: thing,
	GetRetainedMessage: topic,
	DescribeJobExecution: ["thing", "job"],
	GetPendingJobExecutions: thing,
	StartNextPendingJobExecution: thing,
	UpdateJobExecution: thing,
	AssumeRoleWithCertificate: ["rolealias"],
	GetConnection: client,
	DeleteConnection: client,
	ListSubscriptions: client,
	SendDirectMessage: client,
	AddThingToThingGroup: ["thing", "thinggroup"],
	RemoveThingFromThingGroup: ["thing", "thinggroup"],
	AttachPolicy: principal,
	DetachPolicy: principal,
	CreatePolicy: policy,
	CreatePolicyVersion: policy,
	DeletePolicy: policy,
	DeletePolicyVersion: policy,
	GetPolicy: policy,
	SetDefaultPolicyVersion: policy,
	CreateProvisioningClaim: template,
	CreateProvisioningTemplate: template,
	CreateProvisioningTemplateVersion: template,
	DeleteProvisioningTemplate: template,
	DescribeProvisioningTemplate: template,
	UpdateProvisioningTemplate: template,
	CreateThing: ["thing", "billinggroup"],
	DeleteThing: thing,
	DescribeThing: thing,
	ListThingPrincipals: thing,
	UpdateThing: thing,
	DescribeCertificate: certificate,
	UpdateCertificate: certificate,
	DeleteCertificate: certificate,
	CancelJob: job,
	DeleteJob: job,
	DescribeJob: job,
	GetJobDocument: job,
	UpdateJob: job,
	CancelJobExecution: ["job", "thing"],
});
