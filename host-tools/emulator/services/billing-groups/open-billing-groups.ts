import { randomUUID } from "node:crypto";
import { type ArnScope, arn } from "../../arn.js";
import { AwsError, notFound } from "../../aws-error.js";
import type { EmulatorClock } from "../../clock.js";
import { jsonRows } from "../../store/json-rows.js";
import type { Relation } from "../../store/relation.js";
import type { Store } from "../../store/store.js";
import type { Table } from "../../store/table.js";
import type { ChangeFeed } from "../changes.js";
import { checkBillingGroupName, checkDescription, checkRoom, checkVersion } from "../checks.js";
import type { Things } from "../things/things.js";
import type { BillingGroup, BillingGroups } from "./billing-groups.js";

/** Ours. */
const mostGroups = 20_000;

interface BillingGroupState {
	readonly groups: Table<BillingGroup>;
	/** billing group name → thing name */
	readonly members: Relation;
	readonly things: Pick<Things, "describeThing">;
	readonly clock: EmulatorClock;
	readonly changes: ChangeFeed;
	/** Account and region of what is made without a request. */
	readonly home: ArnScope;
}

/** Billing groups in `store`. Throws when a kept row is none of this version. */
export function openBillingGroups({
	store,
	...shared
}: Omit<BillingGroupState, "groups"> & { readonly store: Store }): BillingGroups {
	const rows = jsonRows<BillingGroup>("billingGroupName");
	const groups = store.table("billing-group", rows, { orderOf: ({ billingGroupName }) => billingGroupName });
	const state: BillingGroupState = { ...shared, groups };
	const { members, things } = state;
	return {
		createBillingGroup: (name, description = "", scope = state.home) => createGroup(state, name, description, scope),
		describeBillingGroup: (name) => existing(state, name),
		findBillingGroup: (name) => groups.get(name),
		listBillingGroups: (range) => groups.inOrder(range),
		updateBillingGroup: (name, description, expectedVersion) => updateGroup(state, name, description, expectedVersion),
		deleteBillingGroup: (name, expectedVersion) => deleteGroup(state, name, expectedVersion),
		addThingToBillingGroup: (name, thingName) => addThing(state, name, thingName),
		removeThingFromBillingGroup(name, thingName) {
			existing(state, name);
			things.describeThing(thingName);
			if (members.remove(name, thingName)) state.changes.announce({ kind: "billing-group", name, thingName });
		},
		listThingsInBillingGroup: (name, range) => members.rightsInOrder(existing(state, name).billingGroupName, range),
		billingGroupOf: (thingName) => [...members.leftsOf(thingName)][0],
	};
}

/** Throws ResourceNotFoundException. */
function existing({ groups }: BillingGroupState, name: string): BillingGroup {
	const group = groups.get(checkBillingGroupName(name));
	if (group) return group;
	throw notFound(`Billing group "${name}" does not exist: CreateBillingGroup makes it`);
}

/** That the same again is refused is guessed (docs/aws-behaviour.md, "Billing groups"). */
function createGroup(state: BillingGroupState, name: string, description: string, scope: ArnScope): BillingGroup {
	const billingGroupArn = arn(scope, "billinggroup", checkBillingGroupName(name));
	checkDescription("billingGroupDescription", description);
	const present = state.groups.get(name);
	if (present !== undefined) {
		throw new AwsError("ResourceAlreadyExistsException", `Billing group "${name}" exists`, {
			resourceId: present.billingGroupId,
			resourceArn: present.billingGroupArn,
		});
	}
	checkRoom("billing groups", state.groups.size, mostGroups);
	const billingGroupId = randomUUID();
	const creationDate = state.clock.now();
	return keep(state, {
		billingGroupName: name,
		billingGroupArn,
		billingGroupId,
		description,
		version: 1,
		creationDate,
	});
}

function updateGroup(
	state: BillingGroupState,
	name: string,
	description: string | undefined,
	expectedVersion: number | undefined,
): BillingGroup {
	const present = existing(state, name);
	checkVersion(`Billing group "${name}"`, present.version, expectedVersion);
	const text = checkDescription("billingGroupDescription", description ?? present.description);
	return keep(state, { ...present, description: text, version: present.version + 1 });
}

function deleteGroup(state: BillingGroupState, name: string, expectedVersion: number | undefined): void {
	const present = state.groups.get(checkBillingGroupName(name));
	if (present === undefined) return;
	checkVersion(`Billing group "${name}"`, present.version, expectedVersion);
	for (const thingName of [...state.members.rightsOf(name)]) state.members.remove(name, thingName);
	state.groups.delete(name);
	state.changes.announce({ kind: "billing-group", name });
}

function addThing(state: BillingGroupState, name: string, thingName: string): void {
	existing(state, name);
	state.things.describeThing(thingName);
	if (state.members.has(name, thingName)) return;
	for (const other of [...state.members.leftsOf(thingName)]) state.members.remove(other, thingName);
	state.members.add(name, thingName);
	state.changes.announce({ kind: "billing-group", name, thingName });
}

function keep({ groups, changes }: BillingGroupState, group: BillingGroup): BillingGroup {
	const row = Object.freeze(group);
	groups.set(row.billingGroupName, row);
	changes.announce({ kind: "billing-group", name: row.billingGroupName });
	return row;
}
