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
import { asking, collect, unlessMissing } from "../../asking.js";
import { type Kind, type KindContext, ownerIn, tagsOf } from "../../kind.js";
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
		const ask = asking(context);
		const iam = await context.clients.iam();
		const PolicyArn = arnOf(name, context);
		const { Policy } = (await unlessMissing(() => ask(() => iam.send(new GetPolicyCommand({ PolicyArn }))))) ?? {};
		if (Policy === undefined) return undefined;
		const { Description, DefaultVersionId: VersionId, Tags } = Policy;
		const { PolicyVersion } = await ask(() => iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId })));
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
		await asking(context)(() =>
			iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument, Description, Tags: tagsOf(context) })),
		);
	},

	async update(name, properties, { properties: found }, context) {
		if (changed(properties, found, ["PolicyDocument"]).length === 0) return;
		const iam = await context.clients.iam();
		const PolicyArn = arnOf(name, context);
		const versions = await versionsOf(iam, PolicyArn, context);
		if (versions.length >= mostVersions) {
			const spare = versions.filter(({ IsDefaultVersion }) => !IsDefaultVersion);
			const [oldest] = spare.toSorted((a, b) => numberOf(a) - numberOf(b));
			await deleteVersion(iam, PolicyArn, oldest?.VersionId, context);
		}
		const PolicyDocument = policyText(properties.PolicyDocument);
		await asking(context)(() =>
			iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true })),
		);
	},

	async remove(name, _found, context) {
		const iam = await context.clients.iam();
		const PolicyArn = arnOf(name, context);
		await unlessMissing(() => detachFromAll(iam, PolicyArn, context));
		const versions = (await unlessMissing(() => versionsOf(iam, PolicyArn, context))) ?? [];
		for (const { VersionId, IsDefaultVersion } of versions) {
			if (!IsDefaultVersion) await deleteVersion(iam, PolicyArn, VersionId, context);
		}
		await unlessMissing(() => asking(context)(() => iam.send(new DeletePolicyCommand({ PolicyArn }))));
	},

	async adopt(name, context) {
		const iam = await context.clients.iam();
		const PolicyArn = arnOf(name, context);
		await asking(context)(() => iam.send(new TagPolicyCommand({ PolicyArn, Tags: tagsOf(context) })));
	},
};

const arnOf = (name: string, { place }: KindContext) => resourceArn({ type, name }, place);

/** Versions are v1, v2 and so on. */
const numberOf = ({ VersionId = "" }: PolicyVersion) => Number(VersionId.slice(1));

function versionsOf(client: IAMClient, PolicyArn: string, context: KindContext): Promise<readonly PolicyVersion[]> {
	return asking(context)(() =>
		collect(paginateListPolicyVersions({ client }, { PolicyArn }), ({ Versions }) => Versions),
	);
}

async function deleteVersion(
	iam: IAMClient,
	PolicyArn: string,
	VersionId: string | undefined,
	context: KindContext,
): Promise<void> {
	await unlessMissing(() => asking(context)(() => iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }))));
}

async function detachFromAll(client: IAMClient, PolicyArn: string, context: KindContext): Promise<void> {
	const ask = asking(context);
	const detach = (call: () => Promise<unknown>) => unlessMissing(() => ask(call));
	const pages = await ask(() => collect(paginateListEntitiesForPolicy({ client }, { PolicyArn }), (page) => [page]));
	for (const { PolicyUsers = [], PolicyGroups = [], PolicyRoles = [] } of pages) {
		for (const { UserName } of PolicyUsers) {
			await detach(() => client.send(new DetachUserPolicyCommand({ UserName, PolicyArn })));
		}
		for (const { GroupName } of PolicyGroups) {
			await detach(() => client.send(new DetachGroupPolicyCommand({ GroupName, PolicyArn })));
		}
		for (const { RoleName } of PolicyRoles) {
			await detach(() => client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })));
		}
	}
}
