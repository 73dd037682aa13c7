import type { ArnKind } from "../../arn.js";
import type { Operation } from "../../http/operation.js";
import { tagsIn } from "../tag-members.js";
import type { Tags } from "../tags/tags.js";

export interface Tagged {
	readonly kind: ArnKind;
	/** `CreateMitigationAction`: its answer has the ARN in `arnMember`. */
	readonly create: string;
	/** `DeleteMitigationAction` */
	readonly remove: string;
	readonly arnMember: string;
	/** The segment of both paths that is the resource's name. */
	readonly nameSegment: string;
	/** Throws when there is none of that name. */
	readonly arnOf: (name: string) => string;
}

/** The operations, which keep the tags that a resource is created with, and forget them with it. */
export function keepTags(tags: Tags, tagged: Tagged, operations: readonly Operation[]): readonly Operation[] {
	const { kind, create, remove, arnMember, nameSegment } = tagged;
	tags.taggable(kind, (name) => found(tagged, name));
	return operations.map((operation) => {
		if (operation.name === create) return { ...operation, handle: creating(tags, operation, arnMember) };
		if (operation.name !== remove) return operation;
		const handle: Operation["handle"] = async (call) => {
			const arn = found(tagged, call.path(nameSegment));
			const answer = await operation.handle(call);
			if (arn !== undefined) tags.remove(arn);
			return answer;
		};
		return { ...operation, handle };
	});
}

function creating(tags: Tags, { handle }: Operation, arnMember: string): Operation["handle"] {
	return async (call) => {
		const given = tagsIn(call.body());
		const answer = await handle(call);
		const arn = (answer as Readonly<Record<string, unknown>>)[arnMember];
		if (typeof arn === "string") tags.set(arn, given);
		return answer;
	};
}

function found({ arnOf }: Tagged, name: string): string | undefined {
	try {
		return arnOf(name);
	} catch {
		return undefined;
	}
}
