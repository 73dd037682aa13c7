import { DescribeProvisioningTemplateCommand, type IoTClient, ResourceNotFoundException } from "@aws-sdk/client-iot";
import { ToolError } from "../../base/tool-error.js";
import type { AwsSettings } from "./aws-settings.js";
import { templateMissing } from "./provisioning-claim.js";
import { parseTemplateBody } from "./template-body.js";

export interface ParameterOptions {
	/** As they were given. */
	readonly given: Readonly<Record<string, string>>;
	readonly thingName: string | undefined;
	readonly aws: AwsSettings;
}

/** The parameter that takes a board's serial number, and the one that takes a thing's name. */
const serialParameter = "SerialNumber";
const nameParameter = "ThingName";

/**
 * How a board's serial number becomes parameters of the template: what was given stays, `SerialNumber` and `ThingName` are added
 * where the template has them. Rejects with `template-missing`, and with `parameter-missing` when a thing's name was given and the template takes none.
 */
export async function parametersFor(
	client: IoTClient,
	templateName: string,
	{ given, thingName, aws }: ParameterOptions,
): Promise<(serialNumber: string) => Readonly<Record<string, string>>> {
	const declared = await declaredParameters(client, templateName, aws);
	if (thingName !== undefined && declared?.has(nameParameter) === false) {
		throw new ToolError("parameter-missing", `Template "${templateName}" has no parameter ${nameParameter}`, {
			next: "leave --thing-name out and let the template name the thing, or give it such a parameter",
		});
	}
	const takesSerial = declared?.has(serialParameter) ?? true;
	return (serialNumber) => {
		const own: Record<string, string> = {};
		if (takesSerial) own[serialParameter] = serialNumber;
		if (thingName !== undefined) own[nameParameter] = thingName;
		return { ...own, ...given };
	};
}

/** Undefined where it cannot be known: the template may not be read by this user. Rejects with `template-missing`. */
async function declaredParameters(
	client: IoTClient,
	templateName: string,
	aws: AwsSettings,
): Promise<Set<string> | undefined> {
	const describe = new DescribeProvisioningTemplateCommand({ templateName });
	const template = await client.send(describe).catch(async (error: unknown) => {
		if (!(error instanceof ResourceNotFoundException)) return undefined;
		throw await templateMissing(client, templateName, aws, error);
	});
	if (template?.templateBody === undefined) return undefined;
	const body = parseTemplateBody(template.templateBody);
	return body && new Set(Object.keys(body.parameters));
}
