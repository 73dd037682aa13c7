/** AWS IoT (API model iot-2015-05-28). What a line says: api-model.ts. */
export const controlPlane = `
AcceptCertificateTransfer PATCH /accept-certificate-transfer/{certificateId} ResourceNotFound TransferAlreadyCompleted
AddThingToBillingGroup PUT /billing-groups/addThingToBillingGroup ResourceNotFound
AddThingToThingGroup PUT /thing-groups/addThingToThingGroup ResourceNotFound
AssociateSbomWithPackageVersion PUT /packages/{packageName}/versions/{versionName}/sbom Conflict InternalServer ResourceNotFound ServiceQuotaExceeded Validation
AssociateTargetsWithJob POST /jobs/{jobId}/targets LimitExceeded ResourceNotFound
AttachPolicy PUT /target-policies/{policyName} LimitExceeded ResourceNotFound
AttachPrincipalPolicy PUT /principal-policies/{policyName} LimitExceeded ResourceNotFound
AttachSecurityProfile PUT /security-profiles/{securityProfileName}/targets LimitExceeded ResourceNotFound VersionConflict
AttachThingPrincipal PUT /things/{thingName}/principals ResourceNotFound
CancelAuditMitigationActionsTask PUT /audit/mitigationactions/tasks/{taskId}/cancel ResourceNotFound
CancelAuditTask PUT /audit/tasks/{taskId}/cancel ResourceNotFound
CancelCertificateTransfer PATCH /cancel-certificate-transfer/{certificateId} ResourceNotFound TransferAlreadyCompleted
CancelDetectMitigationActionsTask PUT /detect/mitigationactions/tasks/{taskId}/cancel ResourceNotFound
CancelJob PUT /jobs/{jobId}/cancel LimitExceeded ResourceNotFound
CancelJobExecution PUT /things/{thingName}/jobs/{jobId}/cancel InvalidStateTransition ResourceNotFound VersionConflict
ClearDefaultAuthorizer DELETE /default-authorizer ResourceNotFound
ConfirmTopicRuleDestination GET /confirmdestination/{confirmationToken+} ConflictingResourceUpdate Internal
CreateAuditSuppression POST /audit/suppressions/create LimitExceeded ResourceAlreadyExists
CreateAuthorizer POST /authorizer/{authorizerName} LimitExceeded ResourceAlreadyExists
CreateBillingGroup POST /billing-groups/{billingGroupName} ResourceAlreadyExists
CreateCertificateFromCsr POST /certificates
CreateCertificateProvider POST /certificate-providers/{certificateProviderName} LimitExceeded ResourceAlreadyExists
CreateCommand PUT /commands/{commandId} Conflict InternalServer ServiceQuotaExceeded Validation
CreateCustomMetric POST /custom-metric/{metricName} LimitExceeded ResourceAlreadyExists
CreateDimension POST /dimensions/{name} LimitExceeded ResourceAlreadyExists
CreateDomainConfiguration POST /domainConfigurations/{domainConfigurationName} CertificateValidation LimitExceeded ResourceAlreadyExists
CreateDynamicThingGroup POST /dynamic-thing-groups/{thingGroupName} InvalidQuery LimitExceeded ResourceAlreadyExists ResourceNotFound
CreateFleetMetric PUT /fleet-metric/{metricName} IndexNotReady InvalidAggregation InvalidQuery LimitExceeded ResourceAlreadyExists ResourceNotFound
CreateJob PUT /jobs/{jobId} LimitExceeded ResourceAlreadyExists ResourceNotFound
CreateJobTemplate PUT /job-templates/{jobTemplateId} Conflict LimitExceeded ResourceNotFound
CreateKeysAndCertificate POST /keys-and-certificate
CreateMitigationAction POST /mitigationactions/actions/{actionName} LimitExceeded ResourceAlreadyExists
CreateOTAUpdate POST /otaUpdates/{otaUpdateId} LimitExceeded ResourceAlreadyExists ResourceNotFound
CreatePackage PUT /packages/{packageName} Conflict InternalServer ServiceQuotaExceeded Validation
CreatePackageVersion PUT /packages/{packageName}/versions/{versionName} Conflict InternalServer ServiceQuotaExceeded Validation
CreatePolicy POST /policies/{policyName} MalformedPolicy ResourceAlreadyExists
CreatePolicyVersion POST /policies/{policyName}/version MalformedPolicy ResourceNotFound VersionsLimitExceeded
CreateProvisioningClaim POST /provisioning-templates/{templateName}/provisioning-claim ResourceNotFound
CreateProvisioningTemplate POST /provisioning-templates LimitExceeded ResourceAlreadyExists
CreateProvisioningTemplateVersion POST /provisioning-templates/{templateName}/versions ConflictingResourceUpdate ResourceNotFound VersionsLimitExceeded
CreateRoleAlias POST /role-aliases/{roleAlias} LimitExceeded ResourceAlreadyExists
CreateScheduledAudit POST /audit/scheduledaudits/{scheduledAuditName} LimitExceeded ResourceAlreadyExists
CreateSecurityProfile POST /security-profiles/{securityProfileName} ResourceAlreadyExists
CreateStream POST /streams/{streamId} LimitExceeded ResourceAlreadyExists ResourceNotFound
CreateThing POST /things/{thingName} ResourceAlreadyExists ResourceNotFound
CreateThingGroup POST /thing-groups/{thingGroupName} ResourceAlreadyExists
CreateThingType POST /thing-types/{thingTypeName} ResourceAlreadyExists
CreateTopicRule POST /rules/{ruleName} ConflictingResourceUpdate Internal ResourceAlreadyExists SqlParse
CreateTopicRuleDestination POST /destinations ConflictingResourceUpdate Internal ResourceAlreadyExists
DeleteAccountAuditConfiguration DELETE /audit/configuration ResourceNotFound
DeleteAuditSuppression POST /audit/suppressions/delete
DeleteAuthorizer DELETE /authorizer/{authorizerName} DeleteConflict ResourceNotFound
DeleteBillingGroup DELETE /billing-groups/{billingGroupName} VersionConflict
DeleteCACertificate DELETE /cacertificate/{caCertificateId} CertificateState ResourceNotFound
DeleteCertificate DELETE /certificates/{certificateId} CertificateState DeleteConflict ResourceNotFound
DeleteCertificateProvider DELETE /certificate-providers/{certificateProviderName} DeleteConflict ResourceNotFound
DeleteCommand DELETE /commands/{commandId} Conflict InternalServer Validation
DeleteCommandExecution DELETE /command-executions/{executionId} Conflict InternalServer Validation
DeleteCustomMetric DELETE /custom-metric/{metricName}
DeleteDimension DELETE /dimensions/{name}
DeleteDomainConfiguration DELETE /domainConfigurations/{domainConfigurationName} ResourceNotFound
DeleteDynamicThingGroup DELETE /dynamic-thing-groups/{thingGroupName} VersionConflict
DeleteFleetMetric DELETE /fleet-metric/{metricName} VersionConflict
DeleteJob DELETE /jobs/{jobId} InvalidStateTransition LimitExceeded ResourceNotFound
DeleteJobExecution DELETE /things/{thingName}/jobs/{jobId}/executionNumber/{executionNumber} InvalidStateTransition ResourceNotFound
DeleteJobTemplate DELETE /job-templates/{jobTemplateId} ResourceNotFound
DeleteMitigationAction DELETE /mitigationactions/actions/{actionName}
DeleteOTAUpdate DELETE /otaUpdates/{otaUpdateId} ResourceNotFound VersionConflict
DeletePackage DELETE /packages/{packageName} InternalServer Validation
DeletePackageVersion DELETE /packages/{packageName}/versions/{versionName} InternalServer Validation
DeletePolicy DELETE /policies/{policyName} DeleteConflict ResourceNotFound
DeletePolicyVersion DELETE /policies/{policyName}/version/{policyVersionId} DeleteConflict ResourceNotFound
DeleteProvisioningTemplate DELETE /provisioning-templates/{templateName} ConflictingResourceUpdate DeleteConflict ResourceNotFound
DeleteProvisioningTemplateVersion DELETE /provisioning-templates/{templateName}/versions/{versionId} ConflictingResourceUpdate DeleteConflict ResourceNotFound
DeleteRegistrationCode DELETE /registrationcode ResourceNotFound
DeleteRoleAlias DELETE /role-aliases/{roleAlias} DeleteConflict ResourceNotFound
DeleteScheduledAudit DELETE /audit/scheduledaudits/{scheduledAuditName} ResourceNotFound
DeleteSecurityProfile DELETE /security-profiles/{securityProfileName} VersionConflict
DeleteStream DELETE /streams/{streamId} DeleteConflict ResourceNotFound
DeleteThing DELETE /things/{thingName} ResourceNotFound VersionConflict
DeleteThingGroup DELETE /thing-groups/{thingGroupName} VersionConflict
DeleteThingType DELETE /thing-types/{thingTypeName} ResourceNotFound
DeleteTopicRule DELETE /rules/{ruleName} ConflictingResourceUpdate Internal
DeleteTopicRuleDestination DELETE /destinations/{arn+} ConflictingResourceUpdate Internal
DeleteV2LoggingLevel DELETE /v2LoggingLevel Internal
DeprecateThingType POST /thing-types/{thingTypeName}/deprecate ResourceNotFound
DescribeAccountAuditConfiguration GET /audit/configuration
DescribeAuditFinding GET /audit/findings/{findingId} ResourceNotFound
DescribeAuditMitigationActionsTask GET /audit/mitigationactions/tasks/{taskId} ResourceNotFound
DescribeAuditSuppression POST /audit/suppressions/describe ResourceNotFound
DescribeAuditTask GET /audit/tasks/{taskId} ResourceNotFound
DescribeAuthorizer GET /authorizer/{authorizerName} ResourceNotFound
DescribeBillingGroup GET /billing-groups/{billingGroupName} ResourceNotFound
DescribeCACertificate GET /cacertificate/{caCertificateId} ResourceNotFound
DescribeCertificate GET /certificates/{certificateId} ResourceNotFound
DescribeCertificateProvider GET /certificate-providers/{certificateProviderName} ResourceNotFound
DescribeCustomMetric GET /custom-metric/{metricName} ResourceNotFound
DescribeDefaultAuthorizer GET /default-authorizer ResourceNotFound
DescribeDetectMitigationActionsTask GET /detect/mitigationactions/tasks/{taskId} ResourceNotFound
DescribeDimension GET /dimensions/{name} ResourceNotFound
DescribeDomainConfiguration GET /domainConfigurations/{domainConfigurationName} ResourceNotFound
DescribeEncryptionConfiguration GET /encryption-configuration
DescribeEndpoint GET /endpoint
DescribeEventConfigurations GET /event-configurations
DescribeFleetMetric GET /fleet-metric/{metricName} ResourceNotFound
DescribeIndex GET /indices/{indexName} ResourceNotFound
DescribeJob GET /jobs/{jobId} ResourceNotFound
DescribeJobExecution GET /things/{thingName}/jobs/{jobId} ResourceNotFound
DescribeJobTemplate GET /job-templates/{jobTemplateId} ResourceNotFound
DescribeManagedJobTemplate GET /managed-job-templates/{templateName} InternalServer ResourceNotFound
DescribeMitigationAction GET /mitigationactions/actions/{actionName} ResourceNotFound
DescribeProvisioningTemplate GET /provisioning-templates/{templateName} ResourceNotFound
DescribeProvisioningTemplateVersion GET /provisioning-templates/{templateName}/versions/{versionId} ResourceNotFound
DescribeRoleAlias GET /role-aliases/{roleAlias} ResourceNotFound
DescribeScheduledAudit GET /audit/scheduledaudits/{scheduledAuditName} ResourceNotFound
DescribeSecurityProfile GET /security-profiles/{securityProfileName} ResourceNotFound
DescribeStream GET /streams/{streamId} ResourceNotFound
DescribeThing GET /things/{thingName} ResourceNotFound
DescribeThingGroup GET /thing-groups/{thingGroupName} ResourceNotFound
DescribeThingRegistrationTask GET /thing-registration-tasks/{taskId} ResourceNotFound
DescribeThingType GET /thing-types/{thingTypeName} ResourceNotFound
DetachPolicy POST /target-policies/{policyName} LimitExceeded
DetachPrincipalPolicy DELETE /principal-policies/{policyName} ResourceNotFound
DetachSecurityProfile DELETE /security-profiles/{securityProfileName}/targets ResourceNotFound
DetachThingPrincipal DELETE /things/{thingName}/principals ResourceNotFound
DisableTopicRule POST /rules/{ruleName}/disable ConflictingResourceUpdate Internal
DisassociateSbomFromPackageVersion DELETE /packages/{packageName}/versions/{versionName}/sbom Conflict InternalServer ResourceNotFound Validation
EnableTopicRule POST /rules/{ruleName}/enable ConflictingResourceUpdate Internal
GetBehaviorModelTrainingSummaries GET /behavior-model-training/summaries ResourceNotFound
GetBucketsAggregation POST /indices/buckets IndexNotReady InvalidAggregation InvalidQuery ResourceNotFound
GetCardinality POST /indices/cardinality IndexNotReady InvalidAggregation InvalidQuery ResourceNotFound
GetCommand GET /commands/{commandId} InternalServer ResourceNotFound Validation
GetCommandExecution GET /command-executions/{executionId} InternalServer ResourceNotFound Validation
GetEffectivePolicies POST /effective-policies LimitExceeded ResourceNotFound
GetIndexingConfiguration GET /indexing/config
GetJobDocument GET /jobs/{jobId}/job-document ResourceNotFound
GetLoggingOptions GET /loggingOptions Internal
GetOTAUpdate GET /otaUpdates/{otaUpdateId} ResourceNotFound
GetPackage GET /packages/{packageName} InternalServer ResourceNotFound Validation
GetPackageConfiguration GET /package-configuration InternalServer
GetPackageVersion GET /packages/{packageName}/versions/{versionName} InternalServer ResourceNotFound Validation
GetPercentiles POST /indices/percentiles IndexNotReady InvalidAggregation InvalidQuery ResourceNotFound
GetPolicy GET /policies/{policyName} ResourceNotFound
GetPolicyVersion GET /policies/{policyName}/version/{policyVersionId} ResourceNotFound
GetRegistrationCode GET /registrationcode
GetStatistics POST /indices/statistics IndexNotReady InvalidAggregation InvalidQuery ResourceNotFound
GetThingConnectivityData POST /things/{thingName}/connectivity-data IndexNotReady ResourceNotFound
GetTopicRule GET /rules/{ruleName} Internal
GetTopicRuleDestination GET /destinations/{arn+} Internal
GetV2LoggingOptions GET /v2LoggingOptions Internal NotConfigured
ListActiveViolations GET /active-violations ResourceNotFound
ListAttachedPolicies POST /attached-policies/{target} LimitExceeded ResourceNotFound
ListAuditFindings POST /audit/findings
ListAuditMitigationActionsExecutions GET /audit/mitigationactions/executions
ListAuditMitigationActionsTasks GET /audit/mitigationactions/tasks
ListAuditSuppressions POST /audit/suppressions/list
ListAuditTasks GET /audit/tasks
ListAuthorizers GET /authorizers/
ListBillingGroups GET /billing-groups ResourceNotFound
ListCACertificates GET /cacertificates
ListCertificateProviders GET /certificate-providers/
ListCertificates GET /certificates
ListCertificatesByCA GET /certificates-by-ca/{caCertificateId}
ListCommandExecutions POST /command-executions InternalServer ResourceNotFound Validation
ListCommands GET /commands InternalServer Validation
ListCustomMetrics GET /custom-metrics
ListDetectMitigationActionsExecutions GET /detect/mitigationactions/executions
ListDetectMitigationActionsTasks GET /detect/mitigationactions/tasks
ListDimensions GET /dimensions
ListDomainConfigurations GET /domainConfigurations
ListFleetMetrics GET /fleet-metrics
ListIndices GET /indices
ListJobExecutionsForJob GET /jobs/{jobId}/things ResourceNotFound
ListJobExecutionsForThing GET /things/{thingName}/jobs ResourceNotFound
ListJobTemplates GET /job-templates
ListJobs GET /jobs ResourceNotFound
ListManagedJobTemplates GET /managed-job-templates InternalServer ResourceNotFound
ListMetricValues GET /metric-values ResourceNotFound
ListMitigationActions GET /mitigationactions/actions
ListOTAUpdates GET /otaUpdates
ListOutgoingCertificates GET /certificates-out-going
ListPackageVersions GET /packages/{packageName}/versions InternalServer Validation
ListPackages GET /packages InternalServer Validation
ListPolicies GET /policies
ListPolicyPrincipals GET /policy-principals ResourceNotFound
ListPolicyVersions GET /policies/{policyName}/version ResourceNotFound
ListPrincipalPolicies GET /principal-policies ResourceNotFound
ListPrincipalThings GET /principals/things ResourceNotFound
ListPrincipalThingsV2 GET /principals/things-v2 ResourceNotFound
ListProvisioningTemplateVersions GET /provisioning-templates/{templateName}/versions ResourceNotFound
ListProvisioningTemplates GET /provisioning-templates
ListRelatedResourcesForAuditFinding GET /audit/relatedResources ResourceNotFound
ListRoleAliases GET /role-aliases
ListSbomValidationResults GET /packages/{packageName}/versions/{versionName}/sbom-validation-results InternalServer ResourceNotFound Validation
ListScheduledAudits GET /audit/scheduledaudits
ListSecurityProfiles GET /security-profiles ResourceNotFound
ListSecurityProfilesForTarget GET /security-profiles-for-target ResourceNotFound
ListStreams GET /streams
ListTagsForResource GET /tags ResourceNotFound
ListTargetsForPolicy POST /policy-targets/{policyName} LimitExceeded ResourceNotFound
ListTargetsForSecurityProfile GET /security-profiles/{securityProfileName}/targets ResourceNotFound
ListThingGroups GET /thing-groups ResourceNotFound
ListThingGroupsForThing GET /things/{thingName}/thing-groups ResourceNotFound
ListThingPrincipals GET /things/{thingName}/principals ResourceNotFound
ListThingPrincipalsV2 GET /things/{thingName}/principals-v2 ResourceNotFound
ListThingRegistrationTaskReports GET /thing-registration-tasks/{taskId}/reports
ListThingRegistrationTasks GET /thing-registration-tasks
ListThingTypes GET /thing-types
ListThings GET /things
ListThingsInBillingGroup GET /billing-groups/{billingGroupName}/things ResourceNotFound
ListThingsInThingGroup GET /thing-groups/{thingGroupName}/things ResourceNotFound
ListTopicRuleDestinations GET /destinations Internal
ListTopicRules GET /rules Internal
ListV2LoggingLevels GET /v2LoggingLevel Internal NotConfigured
ListViolationEvents GET /violation-events
PutVerificationStateOnViolation POST /violations/verification-state/{violationId}
RegisterCACertificate POST /cacertificate CertificateValidation LimitExceeded RegistrationCodeValidation ResourceAlreadyExists ResourceNotFound
RegisterCertificate POST /certificate/register CertificateConflict CertificateState CertificateValidation ResourceAlreadyExists
RegisterCertificateWithoutCA POST /certificate/register-no-ca CertificateState CertificateValidation ResourceAlreadyExists
RegisterThing POST /things ConflictingResourceUpdate ResourceRegistrationFailure
RejectCertificateTransfer PATCH /reject-certificate-transfer/{certificateId} ResourceNotFound TransferAlreadyCompleted
RemoveThingFromBillingGroup PUT /billing-groups/removeThingFromBillingGroup ResourceNotFound
RemoveThingFromThingGroup PUT /thing-groups/removeThingFromThingGroup ResourceNotFound
ReplaceTopicRule PATCH /rules/{ruleName} ConflictingResourceUpdate Internal SqlParse
SearchIndex POST /indices/search IndexNotReady InvalidQuery ResourceNotFound
SetDefaultAuthorizer POST /default-authorizer ResourceAlreadyExists ResourceNotFound
SetDefaultPolicyVersion PATCH /policies/{policyName}/version/{policyVersionId} ResourceNotFound
SetLoggingOptions POST /loggingOptions Internal
SetV2LoggingLevel POST /v2LoggingLevel Internal LimitExceeded NotConfigured
SetV2LoggingOptions POST /v2LoggingOptions Internal
StartAuditMitigationActionsTask POST /audit/mitigationactions/tasks/{taskId} LimitExceeded TaskAlreadyExists
StartDetectMitigationActionsTask PUT /detect/mitigationactions/tasks/{taskId} LimitExceeded TaskAlreadyExists
StartOnDemandAuditTask POST /audit/tasks LimitExceeded
StartThingRegistrationTask POST /thing-registration-tasks
StopThingRegistrationTask PUT /thing-registration-tasks/{taskId}/cancel ResourceNotFound
TagResource POST /tags LimitExceeded ResourceNotFound
TestAuthorization POST /test-authorization LimitExceeded ResourceNotFound
TestInvokeAuthorizer POST /authorizer/{authorizerName}/test InvalidResponse ResourceNotFound
TransferCertificate PATCH /transfer-certificate/{certificateId} CertificateState ResourceNotFound TransferConflict
UntagResource POST /untag ResourceNotFound
UpdateAccountAuditConfiguration PATCH /audit/configuration
UpdateAuditSuppression PATCH /audit/suppressions/update ResourceNotFound
UpdateAuthorizer PUT /authorizer/{authorizerName} LimitExceeded ResourceNotFound
UpdateBillingGroup PATCH /billing-groups/{billingGroupName} ResourceNotFound VersionConflict
UpdateCACertificate PUT /cacertificate/{caCertificateId} ResourceNotFound
UpdateCertificate PUT /certificates/{certificateId} CertificateState ResourceNotFound
UpdateCertificateProvider PUT /certificate-providers/{certificateProviderName} ResourceNotFound
UpdateCommand PATCH /commands/{commandId} Conflict InternalServer ResourceNotFound Validation
UpdateCustomMetric PATCH /custom-metric/{metricName} ResourceNotFound
UpdateDimension PATCH /dimensions/{name} ResourceNotFound
UpdateDomainConfiguration PUT /domainConfigurations/{domainConfigurationName} CertificateValidation ResourceNotFound
UpdateDynamicThingGroup PATCH /dynamic-thing-groups/{thingGroupName} InvalidQuery ResourceNotFound VersionConflict
UpdateEncryptionConfiguration PATCH /encryption-configuration
UpdateEventConfigurations PATCH /event-configurations
UpdateFleetMetric PATCH /fleet-metric/{metricName} IndexNotReady InvalidAggregation InvalidQuery ResourceNotFound VersionConflict
UpdateIndexingConfiguration POST /indexing/config
UpdateJob PATCH /jobs/{jobId} ResourceNotFound
UpdateMitigationAction PATCH /mitigationactions/actions/{actionName} ResourceNotFound
UpdatePackage PATCH /packages/{packageName} Conflict InternalServer ResourceNotFound Validation
UpdatePackageConfiguration PATCH /package-configuration Conflict InternalServer Validation
UpdatePackageVersion PATCH /packages/{packageName}/versions/{versionName} Conflict InternalServer ResourceNotFound Validation
UpdateProvisioningTemplate PATCH /provisioning-templates/{templateName} ConflictingResourceUpdate ResourceNotFound
UpdateRoleAlias PUT /role-aliases/{roleAlias} ResourceNotFound
UpdateScheduledAudit PATCH /audit/scheduledaudits/{scheduledAuditName} ResourceNotFound
UpdateSecurityProfile PATCH /security-profiles/{securityProfileName} ResourceNotFound VersionConflict
UpdateStream PUT /streams/{streamId} LimitExceeded ResourceNotFound
UpdateThing PATCH /things/{thingName} ResourceNotFound VersionConflict
UpdateThingGroup PATCH /thing-groups/{thingGroupName} ResourceNotFound VersionConflict
UpdateThingGroupsForThing PUT /thing-groups/updateThingGroupsForThing ResourceNotFound
UpdateThingType PATCH /thing-types/{thingTypeName} ResourceNotFound
UpdateTopicRuleDestination PATCH /destinations ConflictingResourceUpdate Internal
ValidateSecurityProfileBehaviors POST /security-profile-behaviors/validate
`;
