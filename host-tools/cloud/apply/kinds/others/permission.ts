import { AddPermissionCommand, GetPolicyCommand, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { type Kind, type KindContext, ownerTag, type Properties } from "../../kind.js";
import { unlessMissing } from "./answers.js";
import { getFunction } from "./function.js";

/** One statement of a function's policy is ours, under this id. */
const StatementId = "thingsmith";

interface PolicyStatement {
	readonly Sid?: string;
	readonly Action: string;
	readonly Principal: string | { readonly Service?: string; readonly AWS?: string };
	readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Has no tags: it belongs to whom its function belongs to. It cannot be changed, only made again, which `update` does. */
export const permission: Kind = {
	type: "AWS::Lambda::Permission",
	replacing: ["FunctionName"],

	async read(_name, context, desired) {
		const FunctionName = functionOf(desired);
		const statement = await find(FunctionName, context);
		if (statement === undefined) return undefined;
		const { Action, Principal } = statement;
		return {
			owner: (await getFunction(FunctionName, context))?.Tags?.[ownerTag],
			properties: {
				Action,
				FunctionName,
				Principal: typeof Principal === "string" ? Principal : (Principal.Service ?? Principal.AWS ?? ""),
				...sourceIn(statement),
			},
		};
	},

	create: (_name, properties, context) => add(properties, context),

	async update(_name, properties, _found, context) {
		await take(functionOf(properties), context);
		await add(properties, context);
	},

	remove: (_name, { properties }, context) => take(functionOf(properties), context),
};

const functionOf = ({ FunctionName }: Properties) => FunctionName as string;

/** Lambda writes them as conditions of the statement, under `AWS:SourceAccount` and `AWS:SourceArn`. */
function sourceIn({ Condition = {} }: PolicyStatement): Properties {
	const conditions = Object.values(Condition).flatMap((one) => Object.entries(one));
	return Object.fromEntries(
		["SourceAccount", "SourceArn"].flatMap((name) => {
			const found = conditions.find(([key]) => key.toLowerCase() === `aws:${name.toLowerCase()}`);
			return found === undefined ? [] : [[name, found[1]] as const];
		}),
	);
}

async function find(FunctionName: string, context: KindContext): Promise<PolicyStatement | undefined> {
	const lambda = await context.clients.lambda();
	const get = () => lambda.send(new GetPolicyCommand({ FunctionName }));
	const { Policy = "{}" } = (await unlessMissing(get)) ?? {};
	const { Statement = [] } = JSON.parse(Policy) as { readonly Statement?: readonly PolicyStatement[] };
	return Statement.find(({ Sid }) => Sid === StatementId);
}

async function add(properties: Properties, context: KindContext): Promise<void> {
	const lambda = await context.clients.lambda();
	const { Action, FunctionName, Principal, SourceAccount, SourceArn } = properties as Readonly<Record<string, string>>;
	const input = { StatementId, Action, FunctionName, Principal, SourceAccount, SourceArn };
	await lambda.send(new AddPermissionCommand(input));
}

async function take(FunctionName: string, context: KindContext): Promise<void> {
	const lambda = await context.clients.lambda();
	await unlessMissing(() => lambda.send(new RemovePermissionCommand({ FunctionName, StatementId })));
}
