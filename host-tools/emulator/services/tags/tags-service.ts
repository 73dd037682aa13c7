import type { Answer, ApiCall, Operation } from "../../http/operation.js";
import type { Service, ServiceParts } from "../service.js";
import { checkKey, tagsIn } from "../tag-members.js";
import type { Tags } from "./tags.js";

export function tagsService({ registry: { tags } }: Pick<ServiceParts, "registry">): Service {
	const operations: readonly Operation[] = [
		{ name: "TagResource", method: "POST", path: "/tags", handle: (call) => tag(tags, call) },
		{ name: "UntagResource", method: "POST", path: "/untag", handle: (call) => untag(tags, call) },
		{ name: "ListTagsForResource", method: "GET", path: "/tags", handle: (call) => list(tags, call) },
	];
	return { name: "tags", operations };
}

function tag(tags: Tags, { body }: ApiCall): Answer {
	const members = body();
	const resourceArn = members.requiredString("resourceArn");
	members.required("tags");
	tags.tagResource(resourceArn, tagsIn(members));
	return {};
}

function untag(tags: Tags, { body }: ApiCall): Answer {
	const members = body();
	const resourceArn = members.requiredString("resourceArn");
	members.required("tagKeys");
	const keys = (members.list("tagKeys") ?? []).map(checkKey);
	tags.untagResource(resourceArn, keys);
	return {};
}

/** All in one page: fifty fit, and the operation knows no page size. */
function list(tags: Tags, { query }: ApiCall): Answer {
	return { tags: tags.listTagsForResource(query.requiredString("resourceArn")) };
}
