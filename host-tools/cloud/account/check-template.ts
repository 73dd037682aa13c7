import {
	DescribeProvisioningTemplateCommand,
	type DescribeProvisioningTemplateCommandOutput,
	type IoTClient,
} from "@aws-sdk/client-iot";
import { ToolError } from "../../base/tool-error.js";
import { parseTemplateBody, requiredParameters, type TemplateBody } from "./template-body.js";
import { impossibleValues } from "./template-values.js";

type Parameters = Readonly<Record<string, string>>;

/**
 * Finds what a device would be rejected for, and its claim spent. Says nothing where that cannot be known: the template may not be read by
 * this user, or a pre-provisioning hook may add and replace parameters. Rejects with `template-unusable`, `parameter-missing`, `parameter-unknown` (nothing of the
 * template would read it: it is misspelt), `parameter-invalid` (no thing can be called so).
 */
export async function checkTemplate(client: IoTClient, templateName: string, parameters: Parameters): Promise<void> {
	const template = await client.send(new DescribeProvisioningTemplateCommand({ templateName })).catch(() => undefined);
	if (template?.templateBody === undefined) return;
	checkUsable(templateName, template);
	if (template.preProvisioningHook !== undefined) return;
	const body = parseTemplateBody(template.templateBody);
	if (body !== undefined) checkAgainst(templateName, body, parameters);
}

function checkUsable(name: string, { enabled, type }: DescribeProvisioningTemplateCommandOutput): void {
	if (type === "JITP") {
		throw new ToolError("template-unusable", `Template "${name}" is for just-in-time provisioning, not for claims`, {
			next: "name a template of type FLEET_PROVISIONING",
		});
	}
	if (enabled !== false) return;
	throw new ToolError("template-unusable", `Template "${name}" is disabled`, {
		next: `enable it: aws iot update-provisioning-template --template-name ${name} --enabled`,
	});
}

function checkAgainst(templateName: string, body: TemplateBody, parameters: Parameters): void {
	const missing = requiredParameters(body).filter((name) => !Object.hasOwn(parameters, name));
	const known = Object.keys(body.parameters);
	const unknown = Object.keys(parameters).filter((name) => !known.includes(name));
	if (unknown.length > 0) {
		const has = known.length === 0 ? "it has none: leave --parameter out" : `it has ${known.join(", ")}`;
		throw new ToolError("parameter-unknown", `Template "${templateName}" has no parameter ${unknown.join(", ")}`, {
			next: has,
		});
	}
	if (missing.length > 0) {
		throw new ToolError(
			"parameter-missing",
			`Template "${templateName}" needs ${missing.join(", ")} from each device`,
			{
				next: `add ${missing.map((name) => `--parameter ${name}=…`).join(" ")}`,
			},
		);
	}
	const [impossible] = impossibleValues(body, parameters);
	if (impossible === undefined) return;
	const { what, rule, parameters: from } = impossible;
	const origin = from.length === 0 ? "" : ` of ${from.join(" and ")}`;
	throw new ToolError("parameter-invalid", `Template "${templateName}" makes ${what}${origin}: AWS IoT takes ${rule}`, {
		next: from.length === 0 ? "mend the template" : `give another value for ${from.join(" or ")}`,
	});
}
