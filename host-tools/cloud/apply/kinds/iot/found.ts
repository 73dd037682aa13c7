import {
	type IoTClient,
	ListTagsForResourceCommand,
	ResourceNotFoundException,
	TagResourceCommand,
} from "@aws-sdk/client-iot";
import type { ResourceType } from "../../../model/resource.js";
import { resourceArn } from "../../../model/resource-arn.js";
import { type KindContext, ownerIn, tagsOf } from "../../kind.js";

/** What `reading` gives, or undefined where AWS IoT says that there is none. */
export async function ifThere<T>(reading: Promise<T>): Promise<T | undefined> {
	try {
		return await reading;
	} catch (error) {
		if (error instanceof ResourceNotFoundException) return undefined;
		throw error;
	}
}

/** Who made it, by its tag. */
export async function ownerOf(client: IoTClient, arn: string): Promise<string | undefined> {
	let nextToken: string | undefined;
	do {
		const page = await client.send(new ListTagsForResourceCommand({ resourceArn: arn, nextToken }));
		const owner = ownerIn(page.tags);
		if (owner !== undefined) return owner;
		nextToken = page.nextToken;
	} while (nextToken !== undefined);
	return undefined;
}

/** `adopt` of a kind whose ARN follows from its name. */
export function adoptByTag(type: ResourceType) {
	return async (name: string, context: KindContext): Promise<void> => {
		const client = await context.clients.iot();
		const arn = resourceArn({ type, name }, context.place);
		await client.send(new TagResourceCommand({ resourceArn: arn, tags: tagsOf(context) }));
	};
}
