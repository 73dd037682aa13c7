import { AwsError } from "../../aws-error.js";
import type { Operation } from "../../http/operation.js";
import { epochSeconds } from "../../http/wire.js";
import type { ProvisioningTemplate } from "../registry.js";

export const claimOperations: readonly Operation[] = [
	{
		name: "CreateProvisioningClaim",
		method: "POST",
		path: "/provisioning-templates/{templateName}/provisioning-claim",
		async handle({ path }, { pki, registry }) {
			const { templateName } = usable(registry.describeProvisioningTemplate(path("templateName")));
			const claim = await pki.issueClaim();
			registry.addCertificate(claim, { status: "ACTIVE", claimForTemplate: templateName });
			return {
				certificateId: claim.certificateId,
				certificatePem: claim.certificatePem,
				keyPair: { PublicKey: claim.keyPair.publicKeyPem, PrivateKey: claim.keyPair.privateKeyPem },
				expiration: epochSeconds(claim.notAfter),
			};
		},
	},
];

/** What AWS answers for a disabled template, or for one of type JITP, is not documented: both refusals are guesses (aws-iot.md B.6). */
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
