import type { Operation } from "./operation.js";
import { Router } from "./router.js";

/**
 * Operations that AWS has and the emulator has not, so that the refusal can name them (docs/aws-behaviour.md, "Control
 * plane" and "Audit and Detect").
 */
const missing = `
RegisterCertificate POST /certificate/register
ListCertificatesByCA GET /certificates-by-ca/{caCertificateId}
GetRegistrationCode GET /registrationcode
DeleteRegistrationCode DELETE /registrationcode
RegisterCACertificate POST /cacertificate
DescribeCACertificate GET /cacertificate/{certificateId}
UpdateCACertificate PUT /cacertificate/{certificateId}
DeleteCACertificate DELETE /cacertificate/{certificateId}
ListCACertificates GET /cacertificates
GetEffectivePolicies POST /effective-policies
TestAuthorization POST /test-authorization
UpdateThingType PATCH /thing-types/{thingTypeName}
UpdateThingGroupsForThing PUT /thing-groups/updateThingGroupsForThing
CreateDynamicThingGroup POST /dynamic-thing-groups/{thingGroupName}
CreateBillingGroup POST /billing-groups/{billingGroupName}
RegisterThing POST /things
TagResource POST /tags
UntagResource POST /untag
ListTagsForResource GET /tags
CreateJob PUT /jobs/{jobId}
DescribeJob GET /jobs/{jobId}
CancelJob PUT /jobs/{jobId}/cancel
DeleteJob DELETE /jobs/{jobId}
ListJobs GET /jobs
DescribeJobExecution GET /things/{thingName}/jobs/{jobId}
ListJobExecutionsForThing GET /things/{thingName}/jobs
ListJobExecutionsForJob GET /jobs/{jobId}/things
DescribeEventConfigurations GET /event-configurations
UpdateEventConfigurations PATCH /event-configurations
StartOnDemandAuditTask POST /audit/tasks
DescribeAuditTask GET /audit/tasks/{taskId}
ListAuditTasks GET /audit/tasks
CancelAuditTask PUT /audit/tasks/{taskId}/cancel
ListAuditFindings POST /audit/findings
DescribeAuditFinding GET /audit/findings/{findingId}
DescribeAccountAuditConfiguration GET /audit/configuration
UpdateAccountAuditConfiguration PATCH /audit/configuration
`
	.trim()
	.split("\n")
	.map((line) => {
		const [name = "", method = "", path = ""] = line.split(" ");
		return { name, method: method as Operation["method"], path };
	});

const router = new Router(missing);

/** The sentence that refuses a request no operation fits. */
export function describeMissingOperation(method: string, path: string): string {
	const request = `${method} ${path.slice(0, 256)}`;
	const known = router.match(method, path)?.route.name;
	return known === undefined
		? `${request} is no operation that the emulator knows`
		: `${known} (${request}) is not implemented by the emulator`;
}
