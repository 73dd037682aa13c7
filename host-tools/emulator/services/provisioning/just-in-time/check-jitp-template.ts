import { invalidRequest } from "../../../aws-error.js";
import { parseTemplateBody } from "../template/parse-template-body.js";
import type { TemplateBody } from "../template/template-body.js";

/**
 * A template body for just-in-time provisioning: it names the certificate by its id, and has neither mappings nor a device
 * configuration (docs/aws-behaviour.md, "Registered CAs"). Throws InvalidRequestException.
 */
export function checkJitpTemplate(templateBody: string): TemplateBody {
	const body = parseTemplateBody(templateBody);
	const { certificate, mappings, deviceConfiguration } = body;
	if (certificate === undefined) refuse("it has no resource of type AWS::IoT::Certificate");
	const { certificateId, status } = certificate;
	if (certificateId?.kind !== "ref" || certificateId.name !== "AWS::IoT::Certificate::Id") {
		refuse(`CertificateId of ${certificate.logicalName} must be {"Ref":"AWS::IoT::Certificate::Id"}`);
	}
	if (status === undefined) refuse(`Status of ${certificate.logicalName} is missing`);
	if (mappings.size > 0) refuse("Mappings are for templates of type FLEET_PROVISIONING");
	if (deviceConfiguration.size > 0) refuse("DeviceConfiguration is for templates of type FLEET_PROVISIONING");
	return body;
}

function refuse(why: string): never {
	throw invalidRequest(`Invalid template body for just-in-time provisioning: ${why}`);
}
