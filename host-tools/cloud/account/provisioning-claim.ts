import {
	CreateProvisioningClaimCommand,
	DescribeProvisioningTemplateCommand,
	type IoTClient,
	ListProvisioningTemplatesCommand,
	ResourceNotFoundException,
} from "@aws-sdk/client-iot";
import { ToolError } from "../../base/tool-error.js";
import type { AwsSettings } from "./aws-settings.js";
import { toToolError } from "./to-tool-error.js";

export interface ProvisioningClaim {
	readonly certificateId: string;
	readonly certificatePem: string;
	readonly privateKeyPem: string;
	readonly expiresAt: Date;
}

/** A claim for devices of that template; AWS makes them good for five minutes. */
export async function createProvisioningClaim(
	client: IoTClient,
	templateName: string,
	settings: AwsSettings,
): Promise<ProvisioningClaim> {
	try {
		const reply = await client.send(new CreateProvisioningClaimCommand({ templateName }));
		const { certificateId, certificatePem, keyPair, expiration } = reply;
		const privateKeyPem = keyPair?.PrivateKey;
		if (!certificateId || !certificatePem || !privateKeyPem || !expiration) {
			throw new ToolError("aws-refused", "CreateProvisioningClaim answered without certificate, key or expiry");
		}
		return { certificateId, certificatePem, privateKeyPem, expiresAt: expiration };
	} catch (error) {
		if (error instanceof ResourceNotFoundException) throw await templateMissing(client, templateName, settings, error);
		throw toToolError(error, "iot:CreateProvisioningClaim", settings);
	}
}

/** The template's parameters that a device must send: declared, without default, and not AWS's own. */
export function requiredParameters(templateBody: string): readonly string[] {
	const { Parameters = {} } = JSON.parse(templateBody) as { Parameters?: Record<string, { Default?: unknown }> };
	return Object.entries(Parameters)
		.filter(([name, { Default }]) => !name.startsWith("AWS::") && Default === undefined)
		.map(([name]) => name);
}

/**
 * Throws `parameter-missing` when a device would be rejected for want of a parameter. Says nothing where that cannot be known:
 * the template may not be read by this user, or a pre-provisioning hook may add parameters.
 */
export async function checkParameters(
	client: IoTClient,
	templateName: string,
	parameters: Readonly<Record<string, string>>,
): Promise<void> {
	const template = await client.send(new DescribeProvisioningTemplateCommand({ templateName })).catch(() => undefined);
	if (template?.templateBody === undefined || template.preProvisioningHook !== undefined) return;
	const missing = requiredParameters(template.templateBody).filter((name) => !Object.hasOwn(parameters, name));
	if (missing.length === 0) return;
	throw new ToolError("parameter-missing", `Template "${templateName}" needs ${missing.join(", ")} from each device`, {
		next: `add ${missing.map((name) => `--parameter ${name}=…`).join(" ")}`,
	});
}

/** Names the templates there are, where they may be listed. */
export async function templateMissing(
	client: IoTClient,
	templateName: string,
	settings: AwsSettings,
	cause: Error,
): Promise<ToolError> {
	const list = await client.send(new ListProvisioningTemplatesCommand({ maxResults: 25 })).catch(() => undefined);
	const names = list?.templates?.map((template) => template.templateName).join(", ");
	const where = settings.endpointUrl ?? `region ${await client.config.region()}`;
	return new ToolError("template-missing", `There is no provisioning template "${templateName}" at ${where}`, {
		next: names
			? `use one of: ${names}`
			: "create one (aws iot create-provisioning-template), or check --region and --endpoint-url",
		cause,
	});
}
