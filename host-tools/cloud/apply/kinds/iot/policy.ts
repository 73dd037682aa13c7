import {
	CreatePolicyCommand,
	CreatePolicyVersionCommand,
	DeletePolicyCommand,
	DeletePolicyVersionCommand,
	GetPolicyCommand,
	type IoTClient,
	ListPolicyVersionsCommand,
} from "@aws-sdk/client-iot";
import { resourceArn } from "../../../model/resource-arn.js";
import { type Kind, tagsOf } from "../../kind.js";
import { adoptByTag, ifThere, ownerOf } from "./found.js";

const type = "AWS::IoT::Policy";

/** Versions that a policy may have at once (docs/aws-behaviour.md). */
const mostVersions = 5;

export const policy: Kind = {
	type,
	replacing: [],
	async read(policyName, { clients, place }) {
		const client = await clients.iot();
		const found = await ifThere(client.send(new GetPolicyCommand({ policyName })));
		if (found === undefined) return undefined;
		const owner = await ownerOf(client, resourceArn({ type, name: policyName }, place));
		return { properties: { PolicyDocument: JSON.parse(found.policyDocument ?? "null") }, owner };
	},
	async create(policyName, { PolicyDocument }, context) {
		const client = await context.clients.iot();
		const policyDocument = JSON.stringify(PolicyDocument);
		await client.send(new CreatePolicyCommand({ policyName, policyDocument, tags: tagsOf(context) }));
	},
	async update(policyName, { PolicyDocument }, _found, { clients }) {
		const client = await clients.iot();
		const versions = await otherVersions(client, policyName);
		for (const policyVersionId of versions.slice(0, Math.max(0, versions.length - mostVersions + 2))) {
			await client.send(new DeletePolicyVersionCommand({ policyName, policyVersionId }));
		}
		const policyDocument = JSON.stringify(PolicyDocument);
		await client.send(new CreatePolicyVersionCommand({ policyName, policyDocument, setAsDefault: true }));
	},
	async remove(policyName, _found, { clients }) {
		const client = await clients.iot();
		for (const policyVersionId of await otherVersions(client, policyName)) {
			await client.send(new DeletePolicyVersionCommand({ policyName, policyVersionId }));
		}
		await ifThere(client.send(new DeletePolicyCommand({ policyName })));
	},
	adopt: adoptByTag(type),
};

/** Ids of all versions but the default one, the oldest first. */
async function otherVersions(client: IoTClient, policyName: string): Promise<readonly string[]> {
	const listed = await ifThere(client.send(new ListPolicyVersionsCommand({ policyName })));
	return (listed?.policyVersions ?? [])
		.filter(({ isDefaultVersion }) => isDefaultVersion !== true)
		.toSorted((a, b) => Number(a.versionId) - Number(b.versionId))
		.flatMap(({ versionId }) => versionId ?? []);
}
