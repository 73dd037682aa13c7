import type { ThingGroup } from "../thing-groups/thing-groups.js";
import type { FieldValue, Searchable } from "./searchable.js";

/** The fields of a thing group (AWS IoT developer guide, Managing thing group indexing). */
export class GroupDocument implements Searchable {
	readonly group: ThingGroup;
	/** The nearest first. */
	readonly parentGroupNames: readonly string[];
	readonly #fields: ReadonlyMap<string, readonly FieldValue[]>;

	constructor(group: ThingGroup, parentGroupNames: readonly string[]) {
		const { thingGroupName, thingGroupId, description, attributes, version } = group;
		this.group = group;
		this.parentGroupNames = parentGroupNames;
		this.#fields = new Map<string, readonly FieldValue[]>([
			["thingGroupName", [thingGroupName]],
			["thingGroupId", [thingGroupId]],
			["thingGroupDescription", [description]],
			["parentGroupNames", parentGroupNames],
			["version", [version]],
			...Object.entries(attributes).map(([name, value]) => [`attributes.${name}`, [value]] as const),
		]);
	}

	valuesOf(field: string): readonly FieldValue[] {
		return this.#fields.get(field) ?? [];
	}

	*allValues(): Iterable<FieldValue> {
		for (const values of this.#fields.values()) yield* values;
	}
}
