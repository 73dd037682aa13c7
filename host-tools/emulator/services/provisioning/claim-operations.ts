import { scopeOfArn } from "../../arn.js";
import { AwsError } from "../../aws-error.js";
import { type ApiCall, epochSeconds, type Operation } from "../../http/operation.js";
import type { Pki } from "../../pki/pki.js";
import type { Certificates } from "../certificates/certificates.js";
import type { ProvisioningTemplate, Templates } from "./templates.js";

export interface ClaimOperationsParts {
	readonly templates: Templates;
	readonly certificates: Certificates;
	readonly pki: Pki;
}

export function claimOperations(parts: ClaimOperationsParts): readonly Operation[] {
	return [
		{
			name: "CreateProvisioningClaim",
			method: "POST",
			path: "/provisioning-templates/{templateName}/provisioning-claim",
			handle: (call) => createClaim(parts, call),
		},
	];
}

async function createClaim({ templates, certificates, pki }: ClaimOperationsParts, { path }: ApiCall) {
	const { templateName, templateArn } = usable(templates.describeProvisioningTemplate(path("templateName")));
	const claim = await pki.issueClaim();
	// The claim is of its template's region, and so is all that devices make with it.
	const scope = scopeOfArn(templateArn);
	certificates.addCertificate(claim, { status: "ACTIVE", claimForTemplate: templateName, scope });
	return {
		certificateId: claim.certificateId,
		certificatePem: claim.certificatePem,
		keyPair: { PublicKey: claim.keyPair.publicKeyPem, PrivateKey: claim.keyPair.privateKeyPem },
		expiration: epochSeconds(claim.notAfter),
	};
}

/**
 * What AWS answers for a disabled template, or for one of type JITP, is not documented: both refusals are guesses
 * (docs/aws-behaviour.md, "Claims").
 */
function usable(template: ProvisioningTemplate): ProvisioningTemplate {
	if (!template.enabled) {
		throw new AwsError(
			"InvalidRequestException",
			`Provisioning template "${template.templateName}" is disabled: enable it with UpdateProvisioningTemplate`,
		);
	}
	if (template.type !== "FLEET_PROVISIONING") {
		throw new AwsError(
			"InvalidRequestException",
			`Provisioning template "${template.templateName}" is of type ${template.type}: claims are for FLEET_PROVISIONING`,
		);
	}
	return template;
}
