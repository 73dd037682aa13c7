import { AwsError, invalidRequest } from "../../aws-error.js";
import { checkRoleArn } from "../checks.js";
import type { Templates } from "../provisioning/templates.js";
import type { RegistrationConfig } from "./ca-certificates.js";

export interface ConfigChecks {
	readonly templates: Pick<Templates, "findProvisioningTemplate">;
	/** Throws AwsError for a body that is none for just-in-time provisioning. */
	readonly checkTemplateBody: (templateBody: string) => void;
}

/** Throws InvalidRequestException, ResourceNotFoundException. What is given beside a body or a name is AWS's to say: guessed. */
export function checkRegistrationConfig(config: RegistrationConfig, checks: ConfigChecks): RegistrationConfig {
	const { templateBody, templateName, roleArn } = config;
	if ((templateBody === undefined) === (templateName === undefined)) {
		throw invalidRequest("registrationConfig must have exactly one of templateBody and templateName");
	}
	if (roleArn !== undefined) checkRoleArn("registrationConfig.roleArn", roleArn);
	if (templateBody !== undefined) {
		if (roleArn === undefined) throw invalidRequest("registrationConfig.roleArn is missing: templateBody needs it");
		checks.checkTemplateBody(templateBody);
	}
	if (templateName !== undefined) checkTemplate(checks, templateName);
	return Object.freeze({ ...config });
}

function checkTemplate({ templates }: ConfigChecks, templateName: string): void {
	const template = templates.findProvisioningTemplate(templateName);
	if (template === undefined) {
		throw new AwsError("ResourceNotFoundException", `Provisioning template "${templateName}" does not exist`);
	}
	if (template.type !== "JITP") {
		throw invalidRequest(
			`Provisioning template "${templateName}" is of type ${template.type}: a CA needs one of type JITP`,
		);
	}
}
