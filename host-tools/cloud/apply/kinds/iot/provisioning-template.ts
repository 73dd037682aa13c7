import {
	CreateProvisioningTemplateCommand,
	type CreateProvisioningTemplateRequest,
	CreateProvisioningTemplateVersionCommand,
	DeleteProvisioningTemplateCommand,
	DeleteProvisioningTemplateVersionCommand,
	DescribeProvisioningTemplateCommand,
	type IoTClient,
	ListProvisioningTemplateVersionsCommand,
	UpdateProvisioningTemplateCommand,
} from "@aws-sdk/client-iot";
import { resourceArn } from "../../../model/resource-arn.js";
import { type Kind, type Properties, tagsOf } from "../../kind.js";
import { adoptByTag, ifThere, ownerOf } from "./found.js";
import { fromApi, toApi } from "./names.js";

const type = "AWS::IoT::ProvisioningTemplate";

/** Versions that a template may have at once (docs/aws-behaviour.md). */
const mostVersions = 5;

export const provisioningTemplate: Kind = {
	type,
	replacing: ["TemplateType"],
	async read(templateName, { clients, place }) {
		const client = await clients.iot();
		const found = await ifThere(client.send(new DescribeProvisioningTemplateCommand({ templateName })));
		if (found === undefined) return undefined;
		const { description, enabled, provisioningRoleArn, templateBody, preProvisioningHook, type: templateType } = found;
		return {
			properties: fromApi({
				description,
				enabled,
				provisioningRoleArn,
				templateBody,
				templateType: templateType ?? "FLEET_PROVISIONING",
				preProvisioningHook,
			}),
			owner: await ownerOf(client, resourceArn({ type, name: templateName }, place)),
		};
	},
	async create(templateName, properties, context) {
		const client = await context.clients.iot();
		const { templateType, ...rest } = ofApi(properties);
		const request = { ...rest, type: templateType, templateName, tags: tagsOf(context) };
		await client.send(new CreateProvisioningTemplateCommand(request));
	},
	async update(templateName, properties, found, { clients }) {
		const client = await clients.iot();
		const { templateBody, description, enabled, provisioningRoleArn, preProvisioningHook } = ofApi(properties);
		if (templateBody !== undefined && templateBody !== found.properties.TemplateBody) {
			await makeRoom(client, templateName);
			const version = { templateName, templateBody, setAsDefault: true };
			await client.send(new CreateProvisioningTemplateVersionCommand(version));
		}
		const hook =
			preProvisioningHook === undefined
				? { removePreProvisioningHook: found.properties.PreProvisioningHook !== undefined }
				: { preProvisioningHook };
		const changed = { templateName, description, enabled, provisioningRoleArn, ...hook };
		await client.send(new UpdateProvisioningTemplateCommand(changed));
	},
	async remove(templateName, _found, { clients }) {
		const client = await clients.iot();
		await ifThere(client.send(new DeleteProvisioningTemplateCommand({ templateName })));
	},
	adopt: adoptByTag(type),
};

function ofApi(properties: Properties) {
	return toApi<CreateProvisioningTemplateRequest & { readonly templateType?: "FLEET_PROVISIONING" | "JITP" }>(
		properties,
	);
}

/** Deletes the oldest versions, so that there is room for one more. */
async function makeRoom(client: IoTClient, templateName: string): Promise<void> {
	const { versions = [] } = await client.send(new ListProvisioningTemplateVersionsCommand({ templateName }));
	const others = versions
		.filter(({ isDefaultVersion }) => isDefaultVersion !== true)
		.toSorted((a, b) => (a.versionId ?? 0) - (b.versionId ?? 0));
	for (const { versionId } of others.slice(0, Math.max(0, versions.length - mostVersions + 1))) {
		await client.send(new DeleteProvisioningTemplateVersionCommand({ templateName, versionId }));
	}
}
