import {
	AttachRolePolicyCommand,
	CreateRoleCommand,
	DeleteRoleCommand,
	DeleteRolePolicyCommand,
	DetachRolePolicyCommand,
	GetRoleCommand,
	GetRolePolicyCommand,
	type IAMClient,
	PutRolePolicyCommand,
	paginateListAttachedRolePolicies,
	paginateListRolePolicies,
	TagRoleCommand,
	UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import type { Json } from "../../../model/concrete.js";
import { type Kind, ownerIn, type Properties, tagsOf } from "../../kind.js";
import { collect, unlessMissing } from "./answers.js";
import { policyText, readPolicyText } from "./policy-text.js";
import { changed, ordered } from "./shapes.js";

type InlinePolicy = { readonly PolicyName: string; readonly PolicyDocument: Json };

/** Of what is attached to a role, all belongs to it: a policy that the desired ones do not name goes. */
export const role: Kind = {
	type: "AWS::IAM::Role",
	replacing: [],

	async read(RoleName, context, desired) {
		const iam = await context.clients.iam();
		const { Role } = (await unlessMissing(() => iam.send(new GetRoleCommand({ RoleName })))) ?? {};
		if (Role === undefined) return undefined;
		const names = ordered(await inlineNames(iam, RoleName), namesIn(desired), (name) => name);
		const Policies: InlinePolicy[] = [];
		for (const PolicyName of names) {
			const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
			Policies.push({ PolicyName, PolicyDocument: readPolicyText(PolicyDocument) });
		}
		const attached = await attachedArns(iam, RoleName);
		const ManagedPolicyArns = ordered(attached, desired.ManagedPolicyArns, (arn) => arn);
		return {
			owner: ownerIn(Role.Tags),
			properties: {
				AssumeRolePolicyDocument: readPolicyText(Role.AssumeRolePolicyDocument),
				...((Policies.length > 0 || desired.Policies !== undefined) && { Policies }),
				...((attached.length > 0 || desired.ManagedPolicyArns !== undefined) && { ManagedPolicyArns }),
			},
		};
	},

	async create(RoleName, properties, context) {
		const iam = await context.clients.iam();
		const AssumeRolePolicyDocument = policyText(properties.AssumeRolePolicyDocument);
		await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, Tags: tagsOf(context) }));
		await mendInline(iam, RoleName, properties, {});
		await mendAttached(iam, RoleName, properties, {});
	},

	async update(RoleName, properties, { properties: found }, context) {
		const iam = await context.clients.iam();
		if (changed(properties, found, ["AssumeRolePolicyDocument"]).length > 0) {
			const PolicyDocument = policyText(properties.AssumeRolePolicyDocument);
			await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
		}
		await mendInline(iam, RoleName, properties, found);
		await mendAttached(iam, RoleName, properties, found);
	},

	async remove(RoleName, _found, context) {
		const iam = await context.clients.iam();
		for (const PolicyArn of (await unlessMissing(() => attachedArns(iam, RoleName))) ?? []) {
			await unlessMissing(() => iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })));
		}
		for (const PolicyName of (await unlessMissing(() => inlineNames(iam, RoleName))) ?? []) {
			await unlessMissing(() => iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })));
		}
		await unlessMissing(() => iam.send(new DeleteRoleCommand({ RoleName })));
	},

	async adopt(RoleName, context) {
		const iam = await context.clients.iam();
		await iam.send(new TagRoleCommand({ RoleName, Tags: tagsOf(context) }));
	},
};

async function mendInline(iam: IAMClient, RoleName: string, desired: Properties, found: Properties): Promise<void> {
	if (changed(desired, found, ["Policies"]).length === 0) return;
	for (const { PolicyName, PolicyDocument } of inlineIn(desired)) {
		const text = policyText(PolicyDocument);
		await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: text }));
	}
	for (const PolicyName of namesIn(found).filter((name) => !namesIn(desired).includes(name))) {
		await unlessMissing(() => iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })));
	}
}

async function mendAttached(iam: IAMClient, RoleName: string, desired: Properties, found: Properties): Promise<void> {
	if (changed(desired, found, ["ManagedPolicyArns"]).length === 0) return;
	for (const PolicyArn of attachedIn(desired)) {
		await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
	}
	for (const PolicyArn of attachedIn(found).filter((arn) => !attachedIn(desired).includes(arn))) {
		await unlessMissing(() => iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })));
	}
}

const inlineIn = ({ Policies = [] }: Properties) => Policies as readonly InlinePolicy[];
const namesIn = (properties: Properties) => inlineIn(properties).map(({ PolicyName }) => PolicyName);
const attachedIn = ({ ManagedPolicyArns = [] }: Properties) => ManagedPolicyArns as readonly string[];

function inlineNames(client: IAMClient, RoleName: string): Promise<readonly string[]> {
	return collect(paginateListRolePolicies({ client }, { RoleName }), ({ PolicyNames }) => PolicyNames);
}

function attachedArns(client: IAMClient, RoleName: string): Promise<readonly string[]> {
	return collect(paginateListAttachedRolePolicies({ client }, { RoleName }), ({ AttachedPolicies }) =>
		AttachedPolicies?.map(({ PolicyArn = "" }) => PolicyArn),
	);
}
