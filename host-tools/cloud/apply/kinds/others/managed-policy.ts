import {
	CreatePolicyCommand,
	CreatePolicyVersionCommand,
	DeletePolicyCommand,
	DeletePolicyVersionCommand,
	DetachGroupPolicyCommand,
	DetachRolePolicyCommand,
	DetachUserPolicyCommand,
	GetPolicyCommand,
	GetPolicyVersionCommand,
	type IAMClient,
	type PolicyVersion,
	paginateListEntitiesForPolicy,
	paginateListPolicyVersions,
	TagPolicyCommand,
} from "@aws-sdk/client-iam";
import { resourceArn } from "../../../model/resource-arn.js";
import { type Kind, type KindContext, ownerIn, tagsOf } from "../../kind.js";
import { collect, unlessMissing } from "./answers.js";
import { policyText, readPolicyText } from "./policy-text.js";
import { changed } from "./shapes.js";

const type = "AWS::IAM::ManagedPolicy";

/** IAM keeps no more. */
const mostVersions = 5;

/** When it goes, it is taken from the users, groups and roles that people have given it to: IAM does not delete it otherwise. */
export const managedPolicy: Kind = {
	type,
	replacing: ["Description"],

	async read(name, context) {
		const iam = await context.clients.iam();
		const PolicyArn = arnOf(name, context);
		const { Policy } = (await unlessMissing(() => iam.send(new GetPolicyCommand({ PolicyArn })))) ?? {};
		if (Policy === undefined) return undefined;
		const { Description, DefaultVersionId: VersionId, Tags } = Policy;
		const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
		return {
			owner: ownerIn(Tags),
			properties: {
				...(Description && { Description }),
				PolicyDocument: readPolicyText(PolicyVersion?.Document),
			},
		};
	},

	async create(PolicyName, properties, context) {
		const iam = await context.clients.iam();
		const { Description } = properties as { readonly Description?: string };
		const PolicyDocument = policyText(properties.PolicyDocument);
		await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument, Description, Tags: tagsOf(context) }));
	},

	async update(name, properties, { properties: found }, context) {
		if (changed(properties, found, ["PolicyDocument"]).length === 0) return;
		const iam = await context.clients.iam();
		const PolicyArn = arnOf(name, context);
		const versions = await versionsOf(iam, PolicyArn);
		if (versions.length >= mostVersions) {
			const spare = versions.filter(({ IsDefaultVersion }) => !IsDefaultVersion);
			const [oldest] = spare.toSorted((a, b) => numberOf(a) - numberOf(b));
			await deleteVersion(iam, PolicyArn, oldest?.VersionId);
		}
		const PolicyDocument = policyText(properties.PolicyDocument);
		await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }));
	},

	async remove(name, _found, context) {
		const iam = await context.clients.iam();
		const PolicyArn = arnOf(name, context);
		await unlessMissing(() => detachFromAll(iam, PolicyArn));
		const versions = (await unlessMissing(() => versionsOf(iam, PolicyArn))) ?? [];
		for (const { VersionId, IsDefaultVersion } of versions) {
			if (!IsDefaultVersion) await deleteVersion(iam, PolicyArn, VersionId);
		}
		await unlessMissing(() => iam.send(new DeletePolicyCommand({ PolicyArn })));
	},

	async adopt(name, context) {
		const iam = await context.clients.iam();
		const PolicyArn = arnOf(name, context);
		await iam.send(new TagPolicyCommand({ PolicyArn, Tags: tagsOf(context) }));
	},
};

const arnOf = (name: string, { place }: KindContext) => resourceArn({ type, name }, place);

/** Versions are v1, v2 and so on. */
const numberOf = ({ VersionId = "" }: PolicyVersion) => Number(VersionId.slice(1));

function versionsOf(client: IAMClient, PolicyArn: string): Promise<readonly PolicyVersion[]> {
	return collect(paginateListPolicyVersions({ client }, { PolicyArn }), ({ Versions }) => Versions);
}

async function deleteVersion(iam: IAMClient, PolicyArn: string, VersionId: string | undefined): Promise<void> {
	await unlessMissing(() => iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId })));
}

async function detachFromAll(client: IAMClient, PolicyArn: string): Promise<void> {
	const pages = await collect(paginateListEntitiesForPolicy({ client }, { PolicyArn }), (page) => [page]);
	for (const { PolicyUsers = [], PolicyGroups = [], PolicyRoles = [] } of pages) {
		for (const { UserName } of PolicyUsers) {
			await unlessMissing(() => client.send(new DetachUserPolicyCommand({ UserName, PolicyArn })));
		}
		for (const { GroupName } of PolicyGroups) {
			await unlessMissing(() => client.send(new DetachGroupPolicyCommand({ GroupName, PolicyArn })));
		}
		for (const { RoleName } of PolicyRoles) {
			await unlessMissing(() => client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })));
		}
	}
}
