import { createHash } from "node:crypto";
import {
	ListTagsForResourceCommand,
	ResourceNotFoundException,
	TagResourceCommand,
	UntagResourceCommand,
} from "@aws-sdk/client-iot";
import type { Resource } from "../model/resource.js";
import { resourceArn } from "../model/resource-arn.js";
import type { KindContext, Properties } from "./kind.js";

/** Tags of the fleet's group: there is no other place in the account that is sure to be there and costs nothing. */
const appliedTag = "thingsmith:applied";
const settingsTag = "thingsmith:settings";

/** Characters of a tag's value, and hex digits of a digest. */
const longestValue = 256;
const digits = 8;
/** Tags that digests are kept in, at most. */
const mostTags = 30;

/** What was applied last: by it a change by hand is told from a change of the project. */
export interface Applied {
	/** Digests of properties by the resources' ids. */
	readonly digests: ReadonlyMap<string, string>;
	/** Ids of the account's settings that were off before. */
	readonly settings: ReadonlySet<string>;
}

export function digestOf(properties: Properties): string {
	return createHash("sha256").update(canonical(properties)).digest("hex").slice(0, digits);
}

export async function readApplied(holder: Resource, { clients, place }: KindContext): Promise<Applied> {
	const client = await clients.iot();
	const digests = new Map<string, string>();
	const settings = new Set<string>();
	let nextToken: string | undefined;
	do {
		const asked = { resourceArn: resourceArn(holder, place), nextToken };
		const page = await client.send(new ListTagsForResourceCommand(asked)).catch((error: unknown) => {
			if (error instanceof ResourceNotFoundException) return { tags: [], nextToken: undefined };
			throw error;
		});
		for (const { Key = "", Value = "" } of page.tags ?? []) {
			const words = Value.split(" ").filter((word) => word !== "");
			if (Key === settingsTag) for (const id of words) settings.add(id);
			if (!Key.startsWith(`${appliedTag}:`)) continue;
			for (const [id = "", digest = ""] of words.map((word) => word.split("="))) digests.set(id, digest);
		}
		nextToken = page.nextToken;
	} while (nextToken !== undefined);
	return { digests, settings };
}

/** Succeeds where the holder is not there. */
export async function writeApplied(
	holder: Resource,
	{ digests, settings }: Applied,
	{ clients, place }: KindContext,
): Promise<void> {
	const client = await clients.iot();
	const arn = resourceArn(holder, place);
	const values = packed([...digests].map(([id, digest]) => `${id}=${digest}`));
	const tags = values.map((Value, index) => ({ Key: `${appliedTag}:${index + 1}`, Value }));
	if (settings.size > 0) tags.push({ Key: settingsTag, Value: [...settings].join(" ") });
	try {
		if (tags.length > 0) await client.send(new TagResourceCommand({ resourceArn: arn, tags }));
		// There were never more: fifty resources take some ten.
		const numbers = Array.from({ length: mostTags - values.length }, (_, index) => values.length + index + 1);
		const unused = [
			...numbers.map((number) => `${appliedTag}:${number}`),
			...(settings.size === 0 ? [settingsTag] : []),
		];
		await client.send(new UntagResourceCommand({ resourceArn: arn, tagKeys: unused }));
	} catch (error) {
		if (!(error instanceof ResourceNotFoundException)) throw error;
	}
}

/** Words with spaces between them, in as few texts as tags can hold. */
function packed(words: readonly string[]): readonly string[] {
	const texts: string[] = [];
	for (const word of words) {
		const last = texts.at(-1);
		if (last === undefined || last.length + 1 + word.length > longestValue) texts.push(word);
		else texts[texts.length - 1] = `${last} ${word}`;
	}
	return texts;
}

/** The same text for the same value, in whatever order its members are. */
function canonical(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
	if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "";
	const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
	return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(",")}}`;
}
