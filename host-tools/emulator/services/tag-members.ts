import { AwsError, invalidRequest, quote } from "../aws-error.js";
import type { Members } from "../http/members.js";
import type { Tag } from "./tags/tags.js";

/** AWS: 50 for each resource. */
const mostTags = 50;

/** The member `tags`, a list of `{Key, Value}`, as most operations have it; none when it is missing. Throws as `checkTags` does. */
export function tagsIn(members: Members): readonly Tag[] {
	const given = members.objects("tags") ?? [];
	return checkTags(given.map((tag) => ({ Key: tag.requiredString("Key"), Value: tag.string("Value") ?? "" })));
}

/** The member `tags` where it is a map of keys to values, as packages have it. */
export function tagsInMap(members: Members): readonly Tag[] {
	return checkTags(Object.entries(members.strings("tags") ?? {}).map(([Key, Value]) => ({ Key, Value })));
}

/** `key1=value1&key2=value2`, as a topic rule has them in the header x-amz-tagging. */
export function tagsInText(text: string | readonly string[] | undefined): readonly Tag[] {
	if (typeof text !== "string" || text === "") return [];
	return checkTags(Array.from(new URLSearchParams(text), ([Key, Value]) => ({ Key, Value })));
}

/** Throws InvalidRequestException for a key or value that AWS does not take, LimitExceededException for too many (API model: Tag). */
export function checkTags(tags: readonly Tag[]): readonly Tag[] {
	for (const { Key, Value } of tags) {
		checkKey(Key);
		if (Value.length > 256) throw invalidRequest(`The value of tag ${quote(Key)} has more than 256 characters`);
	}
	if (new Set(tags.map(({ Key }) => Key)).size < tags.length) throw invalidRequest("tags has one key twice");
	if (tags.length <= mostTags) return tags;
	throw new AwsError("LimitExceededException", `A resource may have ${mostTags} tags: these would be ${tags.length}`);
}

export function checkKey(key: string): string {
	if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(key)) {
		throw invalidRequest(
			`A tag's key must be 1 to 128 letters, digits, spaces or _ . : / = + - @: it is ${quote(key)}`,
		);
	}
	if (/^aws:/i.test(key)) throw invalidRequest(`Keys that begin with "aws:" are reserved: ${quote(key)}`);
	return key;
}
