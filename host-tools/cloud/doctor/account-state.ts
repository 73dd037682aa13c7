import {
	DescribeProvisioningTemplateCommand,
	type DescribeProvisioningTemplateCommandOutput,
	GetPolicyCommand,
	type IoTClient,
	ResourceNotFoundException,
} from "@aws-sdk/client-iot";
import { hasCode } from "../../base/tool-error.js";
import type { AwsSettings } from "../account/aws-settings.js";
import { parseTemplateBody } from "../account/template-body.js";
import { toToolError } from "../account/to-tool-error.js";

/** Something that an account lacks before a device can get its identity there. */
export interface AccountGap {
	readonly code: "template-missing" | "template-unusable" | "policy-missing";
	readonly message: string;
	readonly next: string;
}

const prepare = "prepare the account: thingsmith cloud apply";

/**
 * What the account lacks for the provisioning template; nothing: it is prepared. This is the one place that knows what "prepared" means. Rejects with
 * ToolError, `permission-missing` among others.
 */
export async function accountState(
	client: IoTClient,
	templateName: string,
	settings: AwsSettings,
): Promise<readonly AccountGap[]> {
	const template = await orUndefined(
		() => client.send(new DescribeProvisioningTemplateCommand({ templateName })),
		"iot:DescribeProvisioningTemplate",
		settings,
	);
	if (template === undefined) {
		return [{ code: "template-missing", message: `there is no provisioning template ${templateName}`, next: prepare }];
	}
	const gaps = unusable(templateName, template);
	const policies = parseTemplateBody(template.templateBody ?? "")?.policyNames ?? [];
	try {
		const missing = await Promise.all(policies.map((name) => policyGap(client, name, settings)));
		return [...gaps, ...missing.flat()];
	} catch (error) {
		// What is known to be wrong is told, whatever else this user may not look at.
		if (gaps.length > 0 && hasCode(error, "permission-missing")) return gaps;
		throw error;
	}
}

function unusable(name: string, { enabled, type }: DescribeProvisioningTemplateCommandOutput): readonly AccountGap[] {
	const code = "template-unusable";
	if (type === "JITP") {
		const message = `template ${name} is for just-in-time provisioning, not for claims`;
		return [{ code, message, next: "name one of type FLEET_PROVISIONING with --template" }];
	}
	if (enabled !== false) return [];
	const next = `aws iot update-provisioning-template --template-name ${name} --enabled`;
	return [{ code, message: `template ${name} is disabled`, next }];
}

async function policyGap(client: IoTClient, policyName: string, settings: AwsSettings): Promise<readonly AccountGap[]> {
	const get = () => client.send(new GetPolicyCommand({ policyName }));
	if ((await orUndefined(get, "iot:GetPolicy", settings)) !== undefined) return [];
	const message = `there is no policy ${policyName}, which the template attaches`;
	return [{ code: "policy-missing", message, next: prepare }];
}

async function orUndefined<T>(ask: () => Promise<T>, action: string, settings: AwsSettings): Promise<T | undefined> {
	try {
		return await ask();
	} catch (error) {
		if (error instanceof ResourceNotFoundException) return undefined;
		throw toToolError(error, action, settings);
	}
}
