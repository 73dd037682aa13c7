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
import { type Kind, type KindContext, ownerIn, type Properties, tagsOf } from "../../kind.js";
import { settled } from "../../settled.js";
import { unlessMissing } from "./answers.js";
import { changed, ordered, withoutDefaults } from "./shapes.js";
import { mendTimeToLive, shownTimeToLive } from "./time-to-live.js";

const type = "AWS::DynamoDB::Table";

/** What a table is that never was anything else, and says nothing of it. */
const provisioned = "PROVISIONED";
const defaults = Object.freeze({ BillingMode: provisioned });

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
			...withoutDefaults({ BillingMode: BillingModeSummary?.BillingMode ?? provisioned }, defaults, desired),
			AttributeDefinitions: ordered(AttributeDefinitions, desired.AttributeDefinitions, (one) => one.AttributeName),
			KeySchema,
			...(await shownTimeToLive(client, TableName, desired)),
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
		await client.send(new CreateTableCommand(input));
		await whole(client, TableName, context);
		await mendTimeToLive(client, TableName, properties);
	},

	async update(TableName, properties, { properties: found }, context) {
		const client = await context.clients.dynamodb();
		if (changed(properties, found, ["BillingMode"]).length > 0) {
			const { BillingMode } = properties as Pick<CreateTableCommandInput, "BillingMode">;
			await client.send(new UpdateTableCommand({ TableName, BillingMode }));
			await whole(client, TableName, context);
		}
		await mendTimeToLive(client, TableName, properties);
	},

	async remove(TableName, _found, context) {
		const client = await context.clients.dynamodb();
		await unlessMissing(() => client.send(new DeleteTableCommand({ TableName })));
		await settled(
			`deleting the table ${TableName}`,
			async () => ((await describe(client, TableName)) === undefined ? true : undefined),
			context,
		);
	},

	async adopt(TableName, context) {
		const client = await context.clients.dynamodb();
		const ResourceArn = arnOf(TableName, context);
		await client.send(new TagResourceCommand({ ResourceArn, Tags: tagsOf(context) }));
	},
};

const arnOf = (name: string, { place }: KindContext) => resourceArn({ type, name }, place);

/** All pages of them. */
async function tagsOn(client: DynamoDBClient, name: string, context: KindContext): Promise<readonly Tag[]> {
	const tags: Tag[] = [];
	let NextToken: string | undefined;
	do {
		const input = { ResourceArn: arnOf(name, context), NextToken };
		const page = await client.send(new ListTagsOfResourceCommand(input));
		tags.push(...(page.Tags ?? []));
		NextToken = page.NextToken;
	} while (NextToken !== undefined);
	return tags;
}

async function describe(client: DynamoDBClient, TableName: string): Promise<TableDescription | undefined> {
	const call = () => client.send(new DescribeTableCommand({ TableName }));
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
			const found = await describe(client, TableName);
			if (found === undefined || found.TableStatus === "DELETING") return { found: undefined };
			return found.TableStatus === "CREATING" || found.TableStatus === "UPDATING" ? undefined : { found };
		},
		context,
	);
	return found;
}
