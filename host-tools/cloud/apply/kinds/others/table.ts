import {
	CreateTableCommand,
	type CreateTableCommandInput,
	DeleteTableCommand,
	DescribeTableCommand,
	type DynamoDBClient,
	ListTagsOfResourceCommand,
	type TableDescription,
	type Tag,
	TagResourceCommand,
	UpdateTableCommand,
} from "@aws-sdk/client-dynamodb";
import { resourceArn } from "../../../model/resource-arn.js";
import { asking, unlessMissing } from "../../asking.js";
import { type Kind, type KindContext, ownerIn, type Properties, tagsOf } from "../../kind.js";
import { settled } from "../../settled.js";
import { changed, ordered } from "./shapes.js";
import { mendTimeToLive, shownTimeToLive } from "./time-to-live.js";

const type = "AWS::DynamoDB::Table";

/** A table that is being deleted is none any more: `create` waits until its name is free. */
export const table: Kind = {
	type,
	replacing: ["AttributeDefinitions", "KeySchema"],

	async read(TableName, context, desired) {
		const client = await context.clients.dynamodb();
		const found = await whole(client, TableName, context);
		if (found === undefined) return undefined;
		const { BillingModeSummary, AttributeDefinitions = [], KeySchema = [] } = found;
		const properties = {
			// A table that never was anything else has no summary.
			BillingMode: BillingModeSummary?.BillingMode ?? "PROVISIONED",
			AttributeDefinitions: ordered(AttributeDefinitions, desired.AttributeDefinitions, (one) => one.AttributeName),
			KeySchema,
			...(await shownTimeToLive(client, TableName, desired, context)),
		};
		return {
			owner: ownerIn(await tagsOn(client, TableName, context)),
			properties: properties as unknown as Properties,
		};
	},

	async create(TableName, properties, context) {
		const client = await context.clients.dynamodb();
		const { TimeToLiveSpecification: _, ...rest } = properties;
		const input = { ...rest, TableName, Tags: tagsOf(context) } as unknown as CreateTableCommandInput;
		await asking(context)(() => client.send(new CreateTableCommand(input)));
		await whole(client, TableName, context);
		await mendTimeToLive(client, TableName, properties, context);
	},

	async update(TableName, properties, { properties: found }, context) {
		const client = await context.clients.dynamodb();
		if (changed(properties, found, ["BillingMode"]).length > 0) {
			const { BillingMode } = properties as Pick<CreateTableCommandInput, "BillingMode">;
			await asking(context)(() => client.send(new UpdateTableCommand({ TableName, BillingMode })));
			await whole(client, TableName, context);
		}
		await mendTimeToLive(client, TableName, properties, context);
	},

	async remove(TableName, _found, context) {
		const client = await context.clients.dynamodb();
		await unlessMissing(() => asking(context)(() => client.send(new DeleteTableCommand({ TableName }))));
		await settled(
			`deleting the table ${TableName}`,
			async () => ((await describe(client, TableName, context)) === undefined ? true : undefined),
			context,
		);
	},

	async adopt(TableName, context) {
		const client = await context.clients.dynamodb();
		const ResourceArn = arnOf(TableName, context);
		await asking(context)(() => client.send(new TagResourceCommand({ ResourceArn, Tags: tagsOf(context) })));
	},
};

const arnOf = (name: string, { place }: KindContext) => resourceArn({ type, name }, place);

/** All pages of them. */
async function tagsOn(client: DynamoDBClient, name: string, context: KindContext): Promise<readonly Tag[]> {
	const tags: Tag[] = [];
	let NextToken: string | undefined;
	do {
		const input = { ResourceArn: arnOf(name, context), NextToken };
		const page = await asking(context)(() => client.send(new ListTagsOfResourceCommand(input)));
		tags.push(...(page.Tags ?? []));
		NextToken = page.NextToken;
	} while (NextToken !== undefined);
	return tags;
}

async function describe(
	client: DynamoDBClient,
	TableName: string,
	context: KindContext,
): Promise<TableDescription | undefined> {
	const call = () => asking(context)(() => client.send(new DescribeTableCommand({ TableName })));
	return (await unlessMissing(call))?.Table;
}

/** The table once it is neither being made nor changed; undefined: there is none, or none for long. */
async function whole(
	client: DynamoDBClient,
	TableName: string,
	context: KindContext,
): Promise<TableDescription | undefined> {
	const { found } = await settled(
		`the table ${TableName}`,
		async () => {
			const found = await describe(client, TableName, context);
			if (found === undefined || found.TableStatus === "DELETING") return { found: undefined };
			return found.TableStatus === "CREATING" || found.TableStatus === "UPDATING" ? undefined : { found };
		},
		context,
	);
	return found;
}
