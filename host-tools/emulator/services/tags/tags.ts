import type { ArnKind } from "../../arn.js";

/** As the API writes it. */
export interface Tag {
	/** 1 to 128 characters. */
	readonly Key: string;
	/** At most 256 characters. */
	readonly Value: string;
}

/**
 * Tags of whatever has an ARN and may be tagged. A service says once what it has (`taggable`), reads the member `tags` of a request
 * before it changes anything (`tagsIn`), then calls `set`, and `remove` when the resource is deleted.
 */
export interface Tags {
	/** From now on resources of this kind can be tagged. `arnOf` answers the ARN of the one that has this name; undefined when none has. */
	taggable(kind: ArnKind, arnOf: (name: string) => string | undefined): void;
	/** All tags that the resource has from now on; what `tagsIn` gave needs no further check. Does not look whether it is there. */
	set(resourceArn: string, tags: readonly Tag[]): void;
	/** Forgets all tags of a resource, which need have none. */
	remove(resourceArn: string): void;
	/** In the order they were given. */
	list(resourceArn: string): readonly Tag[];
	/** As TagResource: throws ResourceNotFoundException, InvalidRequestException, or LimitExceededException above 50 tags. */
	tagResource(resourceArn: string, tags: readonly Tag[]): void;
	/** As UntagResource: a tag that is not there is no error. */
	untagResource(resourceArn: string, keys: readonly string[]): void;
	/** As ListTagsForResource. */
	listTagsForResource(resourceArn: string): readonly Tag[];
}
