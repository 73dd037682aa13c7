import {
	AttachSecurityProfileCommand,
	type Behavior,
	CreateSecurityProfileCommand,
	type CreateSecurityProfileRequest,
	DeleteSecurityProfileCommand,
	DescribeSecurityProfileCommand,
	DetachSecurityProfileCommand,
	type IoTClient,
	ListTargetsForSecurityProfileCommand,
	UpdateSecurityProfileCommand,
} from "@aws-sdk/client-iot";
import type { Json } from "../../../model/concrete.js";
import { resourceArn } from "../../../model/resource-arn.js";
import { type Kind, type Properties, tagsOf } from "../../kind.js";
import { adoptByTag, ifThere, ownerOf } from "./found.js";
import { fromApi, toApi } from "./names.js";

const type = "AWS::IoT::SecurityProfile";

/** Device Defender's Detect takes no new customers since 31 August 2026. */
export const securityProfile: Kind = {
	type,
	replacing: [],
	mayBeRefused: "Device Defender's Detect takes no new customers since 31 August 2026",
	async read(securityProfileName, { clients, place }) {
		const client = await clients.iot();
		const found = await ifThere(client.send(new DescribeSecurityProfileCommand({ securityProfileName })));
		if (found === undefined) return undefined;
		const { securityProfileDescription, behaviors = [], alertTargets = {} } = found;
		return {
			properties: {
				...fromApi({ securityProfileDescription, behaviors: behaviors.map(withTextCount) }),
				...(Object.keys(alertTargets).length > 0 && fromApi({ alertTargets })),
				TargetArns: await targetsOf(client, securityProfileName),
			},
			owner: await ownerOf(client, resourceArn({ type, name: securityProfileName }, place)),
		};
	},
	async create(securityProfileName, properties, context) {
		const client = await context.clients.iot();
		const request = { ...ofApi(properties), securityProfileName, tags: tagsOf(context) };
		await client.send(new CreateSecurityProfileCommand(request));
		await attach(client, securityProfileName, properties, []);
	},
	async update(securityProfileName, properties, found, { clients }) {
		const client = await clients.iot();
		const request = { ...ofApi(properties), securityProfileName };
		const deleteAlertTargets = properties.AlertTargets === undefined && found.properties.AlertTargets !== undefined;
		await client.send(
			new UpdateSecurityProfileCommand({ ...request, ...(deleteAlertTargets && { deleteAlertTargets }) }),
		);
		await attach(client, securityProfileName, properties, arns(found.properties));
	},
	async remove(securityProfileName, found, { clients }) {
		const client = await clients.iot();
		for (const securityProfileTargetArn of arns(found.properties)) {
			await ifThere(client.send(new DetachSecurityProfileCommand({ securityProfileName, securityProfileTargetArn })));
		}
		await ifThere(client.send(new DeleteSecurityProfileCommand({ securityProfileName })));
	},
	adopt: adoptByTag(type),
};

async function attach(client: IoTClient, securityProfileName: string, wanted: Properties, present: readonly string[]) {
	const missing = arns(wanted).filter((arn) => !present.includes(arn));
	for (const securityProfileTargetArn of missing) {
		await client.send(new AttachSecurityProfileCommand({ securityProfileName, securityProfileTargetArn }));
	}
	for (const securityProfileTargetArn of present.filter((arn) => !arns(wanted).includes(arn))) {
		await client.send(new DetachSecurityProfileCommand({ securityProfileName, securityProfileTargetArn }));
	}
}

async function targetsOf(client: IoTClient, securityProfileName: string): Promise<readonly string[]> {
	const found: string[] = [];
	let nextToken: string | undefined;
	do {
		const page = await client.send(new ListTargetsForSecurityProfileCommand({ securityProfileName, nextToken }));
		found.push(...(page.securityProfileTargets ?? []).flatMap(({ arn }) => arn ?? []));
		nextToken = page.nextToken;
	} while (nextToken !== undefined);
	return found;
}

function arns({ TargetArns }: Properties): readonly string[] {
	return Array.isArray(TargetArns) ? (TargetArns as readonly string[]) : [];
}

function ofApi({
	TargetArns: _,
	...properties
}: Properties): Omit<CreateSecurityProfileRequest, "securityProfileName"> {
	const { behaviors, ...rest } = toApi<Omit<CreateSecurityProfileRequest, "securityProfileName">>(properties);
	return { ...rest, behaviors: behaviors?.map(withNumberCount) };
}

/** CloudFormation has counts as text, the API as numbers. */
function withTextCount(behavior: Behavior): Json {
	const count = behavior.criteria?.value?.count;
	const plain = behavior as unknown as { readonly [member: string]: Json };
	if (count === undefined) return plain;
	return { ...plain, criteria: { ...(behavior.criteria as object), value: { count: String(count) } } } as Json;
}

function withNumberCount(behavior: Behavior): Behavior {
	const value = behavior.criteria?.value;
	if (value?.count === undefined) return behavior;
	return { ...behavior, criteria: { ...behavior.criteria, value: { ...value, count: Number(value.count) } } };
}
