import type {
	Behaviors,
	CloudFormationTemplate,
	JobDocument,
	NamedResource,
	Policy,
	ProvisioningTemplate,
	TerraformModule,
} from "../documents/document.js";
import type { Located } from "../text/located.js";
import type { JsonProblem } from "../text/parse-json.js";
import { behaviorCount, behaviorDuration, behaviorMetric, behaviorOperator } from "./behaviors.js";
import { cfnCertificateShared, terraformCertificateShared } from "./certificate-shared.js";
import { cfnPrivateKey, cfnProperty, cfnRequired, cfnSubVariable, cfnType, cfnValue } from "./cloudformation.js";
import {
	claimThingVariables,
	claimWithoutCsr,
	flowJobs,
	flowProvisioning,
	flowShadow,
	flowTelemetry,
	subscribeWithoutReceive,
} from "./flows.js";
import { jobPlaceholder, jobTooLong } from "./jobs.js";
import { nameInvalid } from "./names.js";
import { actionForeign, actionUnknown } from "./policy-actions.js";
import { denyBypassed, denyWildcard } from "./policy-denies.js";
import { actionsOnOtherThings, connectAnyClient, everythingAllowed, topicsOfOtherThings } from "./policy-openness.js";
import { accountsMixed, arnMalformed, arnServiceMissing, resourceKind, topicWildcard } from "./policy-resources.js";
import { conditionOperator, policyMalformed, policyPrincipal, policyTooLong } from "./policy-shape.js";
import { conditionKeyUnknown, variableUnknown } from "./policy-variables.js";
import { policyVersion } from "./policy-version.js";
import type { Rule, RuleFacts } from "./rule.js";
import { jsonDuplicate, jsonSyntax, jsonTrailingComma } from "./syntax.js";
import { templateHook, templateJitp, templateOverride, templateTakeover } from "./template-overrides.js";
import { templateCertificate, templatePolicy, templateStatus, templateThing } from "./template-resources.js";
import { templateFunction, templateMalformed, templateReference, templateTooLong } from "./template-shape.js";
import {
	privateKeyInState,
	terraformArgument,
	terraformEndpoint,
	terraformPrivateKey,
	terraformVariable,
} from "./terraform.js";
import { endpointNotAts, rootCaRetired } from "./texts.js";
import { trustAnyAccount } from "./trust.js";

/** Every rule, by what it looks at. A new one is a line here, a row of docs/lint.md and a folder of test/fixtures/lint. */
export interface RuleLists {
	readonly syntax: readonly Rule<readonly JsonProblem[]>[];
	readonly policy: readonly Rule<Policy>[];
	/** For policies of which no other rule finds an error. */
	readonly flow: readonly Rule<Policy>[];
	readonly template: readonly Rule<ProvisioningTemplate>[];
	readonly behaviors: readonly Rule<Behaviors>[];
	readonly job: readonly Rule<JobDocument>[];
	readonly cloudformation: readonly Rule<CloudFormationTemplate>[];
	readonly terraform: readonly Rule<TerraformModule>[];
	readonly named: readonly Rule<NamedResource>[];
	/** For all that stands in a document. */
	readonly text: readonly Rule<Located>[];
}

export const ruleLists: RuleLists = Object.freeze({
	syntax: [jsonSyntax, jsonTrailingComma, jsonDuplicate],
	policy: [
		...[policyMalformed, policyPrincipal, policyVersion, policyTooLong, actionUnknown, actionForeign],
		...[arnServiceMissing, arnMalformed, resourceKind, topicWildcard, accountsMixed],
		...[variableUnknown, conditionKeyUnknown, conditionOperator],
		...[everythingAllowed, connectAnyClient, topicsOfOtherThings, actionsOnOtherThings, denyWildcard, denyBypassed],
		...[claimThingVariables, claimWithoutCsr, subscribeWithoutReceive, trustAnyAccount],
	],
	flow: [flowProvisioning, flowTelemetry, flowJobs, flowShadow],
	template: [
		...[templateMalformed, templateFunction, templateReference, templateTooLong, templateCertificate, templateStatus],
		...[templateThing, templatePolicy, templateOverride, templateTakeover, templateHook, templateJitp],
	],
	behaviors: [behaviorMetric, behaviorOperator, behaviorDuration, behaviorCount],
	job: [jobTooLong, jobPlaceholder],
	cloudformation: [cfnCertificateShared, cfnType, cfnProperty, cfnRequired, cfnValue, cfnSubVariable, cfnPrivateKey],
	terraform: [
		terraformCertificateShared,
		terraformArgument,
		privateKeyInState,
		terraformPrivateKey,
		terraformVariable,
		terraformEndpoint,
	],
	named: [nameInvalid],
	text: [endpointNotAts, rootCaRetired],
});

/** Once each, though some look at several kinds of documents. */
export const allRules: readonly RuleFacts[] = Object.freeze([
	...new Map(
		Object.values<readonly RuleFacts[]>({ ...ruleLists })
			.flat()
			.map((rule) => [rule.id, rule]),
	).values(),
]);
