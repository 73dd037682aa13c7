import { type ArnKind, type ArnScope, arnParts } from "../../arn.js";
import { AwsError, invalidRequest, quote } from "../../aws-error.js";
import { jsonRows } from "../../store/json-rows.js";
import type { Store } from "../../store/store.js";
import type { Table } from "../../store/table.js";
import { checkTags } from "../tag-members.js";
import type { Tag, Tags } from "./tags.js";

interface TagRow {
	readonly resourceArn: string;
	readonly tags: readonly Tag[];
}

interface TagState {
	readonly rows: Table<TagRow>;
	readonly kinds: Map<ArnKind, (name: string) => string | undefined>;
	readonly home: ArnScope;
}

/** Tags in `store`. Throws when a kept row is none of this version. */
export function openTags({ store, home }: { readonly store: Store; readonly home: ArnScope }): Tags {
	const state: TagState = { rows: store.table("tag", jsonRows<TagRow>("resourceArn")), kinds: new Map(), home };
	const list = (resourceArn: string) => state.rows.get(resourceArn)?.tags ?? [];
	return {
		taggable(kind, arnOf) {
			if (state.kinds.has(kind)) throw new Error(`Two services say what "${kind}" is`);
			state.kinds.set(kind, arnOf);
		},
		set: (resourceArn, tags) => keep(state, resourceArn, tags),
		remove: (resourceArn) => keep(state, resourceArn, []),
		list,
		tagResource(resourceArn, tags) {
			checkThere(state, resourceArn);
			const merged = new Map([...list(resourceArn), ...tags].map(({ Key, Value }) => [Key, Value]));
			const all = Array.from(merged, ([Key, Value]) => ({ Key, Value }));
			keep(state, resourceArn, checkTags(all));
		},
		untagResource(resourceArn, keys) {
			checkThere(state, resourceArn);
			const left = list(resourceArn).filter(({ Key }) => !keys.includes(Key));
			keep(state, resourceArn, left);
		},
		listTagsForResource(resourceArn) {
			checkThere(state, resourceArn);
			return list(resourceArn);
		},
	};
}

function keep({ rows }: TagState, resourceArn: string, tags: readonly Tag[]): void {
	if (tags.length === 0) rows.delete(resourceArn);
	else rows.set(resourceArn, Object.freeze({ resourceArn, tags }));
}

/** The resource has exactly this ARN: one of another region is another resource. */
function checkThere({ kinds, home }: TagState, resourceArn: string): void {
	const { accountId, kind, name } = arnParts(resourceArn) ?? {};
	if (kind === undefined || name === undefined) {
		throw invalidRequest(`resourceArn must be an ARN of AWS IoT: it is ${quote(resourceArn)}`);
	}
	const arnOf = kinds.get(kind as ArnKind);
	if (arnOf === undefined) {
		throw invalidRequest(`A ${kind} takes no tags: ${[...kinds.keys()].sort().join(", ")} do`);
	}
	if (accountId === home.accountId && arnOf(name) === resourceArn) return;
	throw new AwsError("ResourceNotFoundException", `There is no ${resourceArn.slice(0, 256)}`);
}
