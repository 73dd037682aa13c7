import { X509Certificate } from "node:crypto";
import { scopeOfArn } from "../../../arn.js";
import type { CaCertificate } from "../../ca-certificates/ca-certificates.js";
import type { Certificate } from "../../certificates/certificates.js";
import type { Registry } from "../../registry.js";
import { applyPlan } from "../apply-plan.js";
import { invalidParameters } from "../rejection.js";
import { evaluateTemplate } from "../template/evaluate-template.js";
import type { TemplateBody } from "../template/template-body.js";
import { checkJitpTemplate } from "./check-jitp-template.js";
import { subjectParameters } from "./subject-parameters.js";

/** Always there: AWS makes it. */
const madeByService = "AWS::IoT::Certificate::Id";

/**
 * RegisterThing with the template of the CA that signed the certificate, which is PENDING_ACTIVATION: thing, policies, attachments
 * and status, all or nothing. Throws ProvisioningRejection or AwsError with the reason.
 */
export function provisionCertificate(registry: Registry, authority: CaCertificate, certificate: Certificate): void {
	const template = templateOf(registry, authority);
	const parameters = subjectParameters(new X509Certificate(certificate.certificatePem));
	checkDeclared(template, parameters);
	const { certificateId, certificateArn } = certificate;
	const plan = evaluateTemplate(template, parameters, certificateId, scopeOfArn(certificateArn));
	applyPlan(registry, plan, certificate);
}

function templateOf({ templates }: Registry, { registrationConfig }: CaCertificate): TemplateBody {
	const { templateBody, templateName = "" } = registrationConfig ?? {};
	if (templateBody !== undefined) return checkJitpTemplate(templateBody);
	const template = templates.describeProvisioningTemplate(templateName);
	// What AWS makes of a disabled one is a guess, as it is for fleet provisioning.
	if (!template.enabled) throw invalidParameters(`Provisioning template "${templateName}" is disabled`);
	const version = template.versions.find(({ versionId }) => versionId === template.defaultVersionId);
	return checkJitpTemplate(version?.templateBody ?? "");
}

/** Each declared parameter needs a value, whether the template uses it or not (docs/aws-behaviour.md, "Registered CAs"). */
function checkDeclared(template: TemplateBody, parameters: Readonly<Record<string, string>>): void {
	for (const [name, preset] of template.parameters) {
		if (name === madeByService || preset !== undefined || Object.hasOwn(parameters, name)) continue;
		throw invalidParameters(`The template declares ${name}, and the certificate's subject has no value for it`);
	}
}
