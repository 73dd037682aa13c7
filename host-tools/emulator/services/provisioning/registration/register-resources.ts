import type { ArnScope } from "../../../arn.js";
import { AwsError, type AwsErrorName } from "../../../aws-error.js";
import type { IssuedCertificate, Pki } from "../../../pki/pki.js";
import { readCertificate } from "../../../pki/read-certificate.js";
import type { Certificate } from "../../certificates/certificates.js";
import type { Registry } from "../../registry.js";
import { applyPlan } from "../apply-plan.js";
import { provideThing } from "../provide-thing.js";
import { ProvisioningRejection } from "../rejection.js";
import { type CertificateSource, evaluateRegistration, type ProvisioningPlan } from "../template/evaluate-template.js";
import type { TemplateBody } from "../template/template-body.js";

export interface RegistrationParts {
	readonly registry: Registry;
	readonly pki: Pick<Pki, "issueFromCsr">;
}

export interface Registration {
	/** Undefined when the template has no certificate. */
	readonly certificatePem: string | undefined;
	/** Logical name → ARN. */
	readonly resourceArns: Readonly<Record<string, string>>;
}

/**
 * What the control plane's RegisterThing does with a template: all of it or nothing. Throws AwsError
 * ResourceRegistrationFailureException, and ConflictingResourceUpdateException where an override says FAIL (both guessed;
 * docs/aws-behaviour.md, "Registering things in the cloud").
 */
export async function registerResources(
	parts: RegistrationParts,
	template: TemplateBody,
	parameters: Readonly<Record<string, string>>,
	scope: ArnScope,
): Promise<Registration> {
	try {
		const { certificate: source, planFor } = evaluateRegistration(template, parameters, scope);
		if (source === undefined) return withoutCertificate(parts.registry, template, planFor(undefined), scope);
		const { certificate, isNew } = await provideCertificate(parts, source, scope);
		try {
			const plan = planFor(certificate.certificateId);
			applyPlan(parts.registry, isNew ? plan : kept(plan, source, certificate), certificate);
			return {
				certificatePem: certificate.certificatePem,
				resourceArns: arnsOf(parts.registry, template, plan, certificate),
			};
		} catch (error) {
			if (isNew) parts.registry.certificates.deleteCertificate(certificate.certificateId);
			throw error;
		}
	} catch (error) {
		throw asFailure(error);
	}
}

async function provideCertificate(
	{ registry: { certificates }, pki }: RegistrationParts,
	source: CertificateSource,
	scope: ArnScope,
): Promise<{ certificate: Certificate; isNew: boolean }> {
	const { certificateId, signingRequest, certificatePem = "", caCertificatePem } = source;
	if (certificateId !== undefined) {
		return { certificate: certificates.describeCertificate(certificateId), isNew: false };
	}
	const status = "INACTIVE";
	if (signingRequest !== undefined) {
		const issued = await pki.issueFromCsr(signingRequest);
		return { certificate: certificates.addCertificate(issued, { status, scope }), isNew: true };
	}
	const issued = read(certificatePem);
	const present = certificates.findCertificate(issued.certificateId);
	if (present !== undefined) return { certificate: present, isNew: false };
	if (caCertificatePem !== undefined) {
		throw failure("CACertificatePem is not emulated here: register the certificate first, and name its CertificateId");
	}
	const options = { status, scope, certificateMode: "SNI_ONLY" } as const;
	return { certificate: certificates.addCertificate(issued, options), isNew: true };
}

function read(certificatePem: string): IssuedCertificate {
	try {
		return readCertificate(certificatePem);
	} catch (error) {
		throw failure(`CertificatePem cannot be used: ${(error as Error).message}`);
	}
}

/** A certificate that is there keeps its status unless the template says otherwise. */
function kept(
	plan: ProvisioningPlan,
	{ statusOverride }: CertificateSource,
	{ status }: Certificate,
): ProvisioningPlan {
	if (statusOverride === "REPLACE" || status === plan.certificateStatus) return plan;
	if (statusOverride === "FAIL") {
		throw conflict(`The certificate is ${status}, and the template's OverrideSettings say FAIL`);
	}
	if (status === "ACTIVE" || status === "INACTIVE") return { ...plan, certificateStatus: status };
	throw failure(`The certificate is ${status}: set it to ACTIVE or INACTIVE first`);
}

function withoutCertificate(
	registry: Registry,
	template: TemplateBody,
	plan: ProvisioningPlan,
	scope: ArnScope,
): Registration {
	if (plan.policies.length > 0) throw failure("The template has policies, and no certificate to attach them to");
	const undo: (() => void)[] = [];
	try {
		if (plan.thing !== undefined) provideThing(registry, plan.thing, scope, undo);
	} catch (error) {
		for (const step of undo.reverse()) step();
		throw error;
	}
	return { certificatePem: undefined, resourceArns: arnsOf(registry, template, plan, undefined) };
}

function arnsOf(
	{ things, policies }: Registry,
	template: TemplateBody,
	plan: ProvisioningPlan,
	certificate: Certificate | undefined,
): Readonly<Record<string, string>> {
	const arns = new Map<string, string>();
	if (template.thing !== undefined && plan.thing !== undefined) {
		arns.set(template.thing.logicalName, things.describeThing(plan.thing.thingName).thingArn);
	}
	if (template.certificate !== undefined && certificate !== undefined) {
		arns.set(template.certificate.logicalName, certificate.certificateArn);
	}
	for (const [index, { policyName }] of plan.policies.entries()) {
		arns.set(template.policies[index]?.logicalName ?? policyName, policies.getPolicy(policyName).policyArn);
	}
	return Object.fromEntries(arns);
}

function asFailure(error: unknown): unknown {
	if (error instanceof ProvisioningRejection) {
		return error.statusCode === 409 ? conflict(error.message) : failure(error.message);
	}
	const told: readonly AwsErrorName[] = ["ConflictingResourceUpdateException", "ResourceRegistrationFailureException"];
	return error instanceof AwsError && !told.includes(error.name) ? failure(error.message) : error;
}

function failure(message: string): AwsError {
	return new AwsError("ResourceRegistrationFailureException", message);
}

function conflict(message: string): AwsError {
	return new AwsError("ConflictingResourceUpdateException", message);
}
