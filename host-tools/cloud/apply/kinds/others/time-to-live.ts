import { DescribeTimeToLiveCommand, type DynamoDBClient, UpdateTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import type { Properties } from "../../kind.js";

type TimeToLive = { readonly AttributeName: string; readonly Enabled: boolean };

/** What it is, or is about to be; undefined: off. */
async function timeToLive(client: DynamoDBClient, TableName: string): Promise<TimeToLive | undefined> {
	const answer = await client.send(new DescribeTimeToLiveCommand({ TableName }));
	const { TimeToLiveStatus = "", AttributeName = "" } = answer.TimeToLiveDescription ?? {};
	return /^ENABL/.test(TimeToLiveStatus) ? { AttributeName, Enabled: true } : undefined;
}

/** As a property of the table. */
export async function shownTimeToLive(
	client: DynamoDBClient,
	TableName: string,
	desired: Properties,
): Promise<Properties> {
	const live = await timeToLive(client, TableName);
	const wanted = desired.TimeToLiveSpecification as TimeToLive | undefined;
	if (live !== undefined) return { TimeToLiveSpecification: live };
	return wanted === undefined ? {} : { TimeToLiveSpecification: { ...wanted, Enabled: false } };
}

/**
 * Looks at it anew: DynamoDB refuses to switch on what is on. It takes one change an hour; of an attribute that is changed to another, the second
 * of the two is refused until then.
 */
export async function mendTimeToLive(client: DynamoDBClient, TableName: string, desired: Properties): Promise<void> {
	const wanted = desired.TimeToLiveSpecification as TimeToLive | undefined;
	const set = (TimeToLiveSpecification: TimeToLive) =>
		client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
	const live = await timeToLive(client, TableName);
	const isWanted = wanted?.Enabled === true;
	if (isWanted && live?.AttributeName === wanted.AttributeName) return;
	if (live !== undefined) await set({ ...live, Enabled: false });
	if (isWanted) await set(wanted);
}
