import {
	CreateProvisioningClaimCommand,
	type IoTClient,
	ListProvisioningTemplatesCommand,
	ResourceNotFoundException,
} from "@aws-sdk/client-iot";
import { ToolError } from "../../base/tool-error.js";
import type { AwsSettings } from "./aws-settings.js";
import { checkedClaim, type ProvisioningClaim } from "./checked-claim.js";
import { toToolError } from "./to-tool-error.js";

/** A claim for devices of that template; AWS makes them good for five minutes. */
export async function createProvisioningClaim(
	client: IoTClient,
	templateName: string,
	settings: AwsSettings,
): Promise<ProvisioningClaim> {
	try {
		const reply = await client.send(new CreateProvisioningClaimCommand({ templateName }));
		return checkedClaim(reply);
	} catch (error) {
		if (error instanceof ResourceNotFoundException) throw await templateMissing(client, templateName, settings, error);
		throw toToolError(error, "iot:CreateProvisioningClaim", settings);
	}
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
