import { createHash, randomUUID } from "node:crypto";
import { scopeOfArn } from "../../arn.js";
import type { EmulatorClock } from "../../clock.js";
import type { RegistryChange } from "../changes.js";
import type { Registry } from "../registry.js";
import type { ThingGroup } from "../thing-groups/thing-groups.js";
import type { ThingType } from "../thing-types/thing-types.js";
import type { Thing } from "../things/things.js";
import type { EventConfigurations, EventType } from "./event-configurations.js";

export interface RegistryEventsParts {
	readonly clock: EmulatorClock;
	readonly registry: Pick<Registry, "things" | "thingTypes" | "thingGroups">;
	readonly enabled: EventConfigurations;
	/** Hands a topic and a JSON payload to the broker. */
	readonly publish: (topic: string, payload: Buffer) => void;
}

type Operation = "CREATED" | "UPDATED" | "DELETED";

/**
 * AWS's events of things, types and groups (docs/aws-behaviour.md, "Registry events"), as far as they are switched on. What a
 * change was, and what a deleted resource had been, is told from the rows of before it.
 */
export class RegistryEvents {
	readonly #parts: RegistryEventsParts;
	readonly #things: Known<Thing>;
	readonly #types: Known<ThingType>;
	readonly #groups: Known<ThingGroup>;

	constructor(parts: RegistryEventsParts) {
		const { things, thingTypes, thingGroups } = parts.registry;
		this.#parts = parts;
		this.#things = new Known(
			() => things.listThings(),
			(thing) => thing.thingName,
		);
		this.#types = new Known(
			() => thingTypes.listThingTypes(),
			(type) => type.thingTypeName,
		);
		this.#groups = new Known(
			() => thingGroups.listThingGroups(),
			(group) => group.thingGroupName,
		);
		this.refresh();
	}

	/** To be called when other events were switched on or off. */
	refresh(): void {
		const isOn = (...types: readonly EventType[]) => types.some((type) => this.#parts.enabled.isEnabled(type));
		this.#things.follow(isOn("THING", "THING_TYPE_ASSOCIATION"));
		this.#types.follow(isOn("THING_TYPE"));
		this.#groups.follow(isOn("THING_GROUP", "THING_GROUP_HIERARCHY"));
	}

	/** To be called after each change of the registry. */
	changed({ kind, name, thingName }: RegistryChange): void {
		const { things, thingTypes, thingGroups } = this.#parts.registry;
		if (kind === "thing") this.#thing(this.#things.update(name, things.findThing(name)));
		if (kind === "thing-type")
			this.#type(
				this.#types.update(
					name,
					found(() => thingTypes.describeThingType(name)),
				),
			);
		if (kind !== "thing-group") return;
		if (thingName === undefined) {
			this.#group(
				this.#groups.update(
					name,
					found(() => thingGroups.describeThingGroup(name)),
				),
			);
		} else {
			this.#membership(name, thingName);
		}
	}

	#thing({ before, after, row, operation }: Step<Thing>): void {
		if (row === undefined || operation === undefined) return;
		const { thingName, thingId, thingTypeName, attributes, version: versionNumber, thingArn } = row;
		const { accountId } = scopeOfArn(thingArn);
		const body = { thingId, thingName, versionNumber, thingTypeName: thingTypeName ?? null, attributes };
		this.#send("THING", `thing/${thingName}/${operation.toLowerCase()}`, { operation, accountId, ...body });
		if (before?.thingTypeName === after?.thingTypeName) return;
		this.#association(row, before?.thingTypeName, "removed");
		this.#association(row, after?.thingTypeName, "added");
	}

	#association({ thingName, thingId }: Thing, thingTypeName: string | undefined, what: "added" | "removed"): void {
		if (thingTypeName === undefined) return;
		const topic = `thingTypeAssociation/thing/${thingName}/thingType/${thingTypeName}/${what}`;
		const body = { operation: what.toUpperCase(), thingId, thingName, thingTypeName };
		this.#send("THING_TYPE_ASSOCIATION", topic, body);
	}

	#type({ row, operation }: Step<ThingType>): void {
		if (row === undefined || operation === undefined) return;
		const { thingTypeName, thingTypeId, thingTypeArn, description, deprecationDate } = row;
		this.#send("THING_TYPE", `thingType/${thingTypeName}/${operation.toLowerCase()}`, {
			operation,
			accountId: scopeOfArn(thingTypeArn).accountId,
			thingTypeId,
			thingTypeName,
			isDeprecated: deprecationDate !== undefined,
			deprecationDate: deprecationDate ?? null,
			searchableAttributes: row.searchableAttributes,
			description,
		});
	}

	#group({ row, operation }: Step<ThingGroup>): void {
		if (row === undefined || operation === undefined) return;
		const { thingGroupName, thingGroupId, parentGroupName, description, attributes, version: versionNumber } = row;
		const { accountId } = scopeOfArn(row.thingGroupArn);
		const parents = found(() => this.#parts.registry.thingGroups.ancestorsOf(row)) ?? [];
		const parent = parents[0];
		const rootToParentThingGroups = parents.map(({ thingGroupArn, thingGroupId: groupId }) => ({
			groupArn: thingGroupArn,
			groupId,
		}));
		this.#send("THING_GROUP", `thingGroup/${thingGroupName}/${operation.toLowerCase()}`, {
			operation,
			accountId,
			thingGroupId,
			thingGroupName,
			versionNumber,
			parentGroupName: parentGroupName ?? null,
			parentGroupId: parent?.thingGroupId ?? null,
			description,
			rootToParentThingGroups: parents.length === 0 ? null : rootToParentThingGroups,
			attributes,
		});
		if (parent === undefined || operation === "UPDATED") return;
		const what = operation === "CREATED" ? "added" : "removed";
		const { thingGroupName: parentName } = parent;
		const topic = `thingGroupHierarchy/thingGroup/${parentName}/childThingGroup/${thingGroupName}/${what}`;
		const child = { childGroupId: thingGroupId, childGroupName: thingGroupName };
		const above = { thingGroupId: parent.thingGroupId, thingGroupName: parentName };
		this.#send("THING_GROUP_HIERARCHY", topic, { operation: what.toUpperCase(), accountId, ...above, ...child });
	}

	#membership(groupName: string, thingName: string): void {
		const { things, thingGroups } = this.#parts.registry;
		const thing = things.findThing(thingName);
		const group = found(() => thingGroups.describeThingGroup(groupName));
		if (thing === undefined || group === undefined) return;
		const isIn = thingGroups.listThingGroupsForThing(thingName).some((one) => one.thingGroupName === groupName);
		const what = isIn ? "added" : "removed";
		const topic = `thingGroupMembership/thingGroup/${groupName}/thing/${thingName}/${what}`;
		this.#send("THING_GROUP_MEMBERSHIP", topic, {
			operation: what.toUpperCase(),
			accountId: scopeOfArn(group.thingGroupArn).accountId,
			groupArn: group.thingGroupArn,
			groupId: group.thingGroupId,
			thingArn: thing.thingArn,
			thingId: thing.thingId,
			membershipId: uuidOf(`${group.thingGroupId} ${thing.thingId}`),
		});
	}

	#send(type: EventType, topic: string, body: object): void {
		const { enabled, clock, publish } = this.#parts;
		if (!enabled.isEnabled(type)) return;
		const event = { eventType: `${type}_EVENT`, eventId: randomUUID(), timestamp: clock.now(), ...body };
		publish(`$aws/events/${topic}`, Buffer.from(JSON.stringify(event)));
	}
}

interface Step<T> {
	readonly before: T | undefined;
	readonly after: T | undefined;
	/** The one of the two that tells most: what is there, or was. */
	readonly row: T | undefined;
	/** Undefined when nothing of the resource itself changed. */
	readonly operation: Operation | undefined;
}

/** The rows of one kind as they were at their last change: references, and only while somebody wants events of them. */
class Known<T> {
	readonly #list: () => Iterable<T>;
	readonly #nameOf: (row: T) => string;
	#rows: Map<string, T> | undefined;

	constructor(list: () => Iterable<T>, nameOf: (row: T) => string) {
		this.#list = list;
		this.#nameOf = nameOf;
	}

	follow(isOn: boolean): void {
		if (!isOn) this.#rows = undefined;
		else this.#rows ??= new Map(Array.from(this.#list(), (row) => [this.#nameOf(row), row]));
	}

	update(name: string, after: T | undefined): Step<T> {
		const before = this.#rows?.get(name);
		if (after === undefined) this.#rows?.delete(name);
		else this.#rows?.set(name, after);
		const isSame = this.#rows === undefined || before === after;
		return { before, after, row: after ?? before, operation: isSame ? undefined : operationOf(before, after) };
	}
}

function operationOf(before: unknown, after: unknown): Operation {
	if (before === undefined) return "CREATED";
	return after === undefined ? "DELETED" : "UPDATED";
}

/** Undefined when it is not there. */
function found<T>(describe: () => T): T | undefined {
	try {
		return describe();
	} catch {
		return undefined;
	}
}

/** The same for the same text: a membership has one id from its beginning to its end. */
function uuidOf(text: string): string {
	const hex = createHash("sha256").update(text).digest("hex");
	return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-8$4-$5");
}
