import { AwsError, type AwsErrorName } from "../aws-error.js";

/**
 * What an operation may answer besides `everywhere`, without the ending "Exception" (API model iot-2015-05-28); those that are
 * not in it have nothing more. The emulator does not have all of these operations.
 */
export const declaredErrors: ReadonlyMap<string, readonly string[]> = new Map(
	`
AddThingToBillingGroup ResourceNotFound
AddThingToThingGroup ResourceNotFound
AttachPolicy LimitExceeded ResourceNotFound
AttachPrincipalPolicy LimitExceeded ResourceNotFound
AttachThingPrincipal ResourceNotFound
CancelAuditTask ResourceNotFound
CancelJob LimitExceeded ResourceNotFound
CreateBillingGroup ResourceAlreadyExists
CreateDynamicThingGroup InvalidQuery LimitExceeded ResourceAlreadyExists ResourceNotFound
CreateJob LimitExceeded ResourceAlreadyExists ResourceNotFound
CreatePolicy MalformedPolicy ResourceAlreadyExists
CreatePolicyVersion MalformedPolicy ResourceNotFound VersionsLimitExceeded
CreateProvisioningClaim ResourceNotFound
CreateProvisioningTemplate LimitExceeded ResourceAlreadyExists
CreateProvisioningTemplateVersion ConflictingResourceUpdate ResourceNotFound VersionsLimitExceeded
CreateRoleAlias LimitExceeded ResourceAlreadyExists
CreateThing ResourceAlreadyExists ResourceNotFound
CreateThingGroup ResourceAlreadyExists
CreateThingType ResourceAlreadyExists
DeleteBillingGroup VersionConflict
DeleteCACertificate CertificateState ResourceNotFound
DeleteCertificate CertificateState DeleteConflict ResourceNotFound
DeleteJob InvalidStateTransition LimitExceeded ResourceNotFound
DeletePolicy DeleteConflict ResourceNotFound
DeletePolicyVersion DeleteConflict ResourceNotFound
DeleteProvisioningTemplate ConflictingResourceUpdate DeleteConflict ResourceNotFound
DeleteProvisioningTemplateVersion ConflictingResourceUpdate DeleteConflict ResourceNotFound
DeleteRegistrationCode ResourceNotFound
DeleteRoleAlias DeleteConflict ResourceNotFound
DeleteThing ResourceNotFound VersionConflict
DeleteThingGroup VersionConflict
DeleteThingType ResourceNotFound
DeprecateThingType ResourceNotFound
DescribeAuditFinding ResourceNotFound
DescribeAuditTask ResourceNotFound
DescribeBillingGroup ResourceNotFound
DescribeCACertificate ResourceNotFound
DescribeCertificate ResourceNotFound
DescribeJob ResourceNotFound
DescribeJobExecution ResourceNotFound
DescribeProvisioningTemplate ResourceNotFound
DescribeProvisioningTemplateVersion ResourceNotFound
DescribeRoleAlias ResourceNotFound
DescribeThing ResourceNotFound
DescribeThingGroup ResourceNotFound
DescribeThingType ResourceNotFound
DetachPolicy LimitExceeded
DetachPrincipalPolicy ResourceNotFound
DetachThingPrincipal ResourceNotFound
GetEffectivePolicies LimitExceeded ResourceNotFound
GetPolicy ResourceNotFound
GetPolicyVersion ResourceNotFound
ListAttachedPolicies LimitExceeded ResourceNotFound
ListBillingGroups ResourceNotFound
ListJobExecutionsForJob ResourceNotFound
ListJobExecutionsForThing ResourceNotFound
ListJobs ResourceNotFound
ListPolicyPrincipals ResourceNotFound
ListPolicyVersions ResourceNotFound
ListPrincipalPolicies ResourceNotFound
ListPrincipalThings ResourceNotFound
ListPrincipalThingsV2 ResourceNotFound
ListProvisioningTemplateVersions ResourceNotFound
ListTagsForResource ResourceNotFound
ListTargetsForPolicy LimitExceeded ResourceNotFound
ListThingGroups ResourceNotFound
ListThingGroupsForThing ResourceNotFound
ListThingPrincipals ResourceNotFound
ListThingPrincipalsV2 ResourceNotFound
ListThingsInBillingGroup ResourceNotFound
ListThingsInThingGroup ResourceNotFound
RegisterCACertificate CertificateValidation LimitExceeded RegistrationCodeValidation ResourceAlreadyExists ResourceNotFound
RegisterCertificate CertificateConflict CertificateState CertificateValidation ResourceAlreadyExists
RegisterCertificateWithoutCA CertificateState CertificateValidation ResourceAlreadyExists
RegisterThing ConflictingResourceUpdate ResourceRegistrationFailure
RemoveThingFromBillingGroup ResourceNotFound
RemoveThingFromThingGroup ResourceNotFound
SetDefaultPolicyVersion ResourceNotFound
StartOnDemandAuditTask LimitExceeded
TagResource LimitExceeded ResourceNotFound
TestAuthorization LimitExceeded ResourceNotFound
UntagResource ResourceNotFound
UpdateCACertificate ResourceNotFound
UpdateCertificate CertificateState ResourceNotFound
UpdateProvisioningTemplate ConflictingResourceUpdate ResourceNotFound
UpdateRoleAlias ResourceNotFound
UpdateThing ResourceNotFound VersionConflict
UpdateThingGroup ResourceNotFound VersionConflict
UpdateThingGroupsForThing ResourceNotFound
UpdateThingType ResourceNotFound
`
		.trim()
		.split("\n")
		.map((line) => {
			const [name = "", ...errors] = line.split(" ");
			return [name, errors] as const;
		}),
);

/** What any operation may answer (API model, and the API reference's common errors), and what is the emulator's own to say. */
const everywhere: ReadonlySet<AwsErrorName> = new Set([
	"InvalidRequestException",
	"InternalFailureException",
	"UnauthorizedException",
	"ThrottlingException",
	"ServiceUnavailableException",
	"NotImplementedException",
]);

/** The error as the API model of that operation allows it: one that it does not have becomes InvalidRequestException, with the same words. */
export function declaredError(operation: string, error: AwsError): AwsError {
	const isDeclared = declaredErrors.get(operation)?.includes(error.name.replace(/Exception$/, "")) ?? false;
	return isDeclared || everywhere.has(error.name) ? error : new AwsError("InvalidRequestException", error.message);
}
