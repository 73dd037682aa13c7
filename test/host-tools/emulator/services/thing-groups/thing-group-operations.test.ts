import assert from "node:assert/strict";
import {
	AddThingToThingGroupCommand,
	CreateThingGroupCommand,
	type CreateThingGroupCommandInput,
	DeleteThingCommand,
	DeleteThingGroupCommand,
	DescribeThingGroupCommand,
	ListThingGroupsCommand,
	ListThingGroupsForThingCommand,
	ListThingsInThingGroupCommand,
	RemoveThingFromThingGroupCommand,
	UpdateThingGroupCommand,
	UpdateThingGroupsForThingCommand,
} from "@aws-sdk/client-iot";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";

describe("Control plane: thing groups", () => {
	let plane: TestControlPlane;
	beforeEach(async () => {
		plane = await TestControlPlane.start();
	});
	afterEach(() => plane.close());
	const create = (thingGroupName: string, input: Partial<CreateThingGroupCommandInput> = {}) =>
		plane.iot.send(new CreateThingGroupCommand({ thingGroupName, ...input }));
	const add = (thingGroupName: string, thingName: string) =>
		plane.iot.send(new AddThingToThingGroupCommand({ thingGroupName, thingName }));
	const groupsOf = async (thingName: string) =>
		(await plane.iot.send(new ListThingGroupsForThingCommand({ thingName }))).thingGroups;
	const thingsIn = async (thingGroupName: string, recursive = false) =>
		(await plane.iot.send(new ListThingsInThingGroupCommand({ thingGroupName, recursive }))).things;
	const invalid = (message: RegExp) => awsException("InvalidRequestException", 400, message);
	const groupArn = (name: string) => `arn:aws:iot:us-east-1:000000000000:thinggroup/${name}`;
	const house = async () => {
		await create("house");
		await create("attic", { parentGroupName: "house" });
		await create("chest", { parentGroupName: "attic" });
		for (const thingName of ["a", "b"]) plane.registry.things.createThing(thingName);
	};

	it("are created below a parent, and described with the way to the root", async () => {
		await house();
		const attributePayload = { attributes: { made: "oak" } };
		const created = await create("drawer", {
			parentGroupName: "attic",
			thingGroupProperties: { thingGroupDescription: "Of the chest.", attributePayload },
			tags: [{ Key: "k", Value: "v" }],
		});
		assert.equal(created.thingGroupArn, groupArn("drawer"));
		const described = await plane.iot.send(new DescribeThingGroupCommand({ thingGroupName: "drawer" }));
		assert.equal(described.thingGroupId, created.thingGroupId);
		assert.equal(described.version, 1);
		assert.deepEqual(described.thingGroupProperties, { thingGroupDescription: "Of the chest.", attributePayload });
		assert.equal(described.thingGroupMetadata?.parentGroupName, "attic");
		assert.deepEqual(described.thingGroupMetadata?.rootToParentThingGroups, [
			{ groupName: "house", groupArn: groupArn("house") },
			{ groupName: "attic", groupArn: groupArn("attic") },
		]);
		assert.ok(described.thingGroupMetadata?.creationDate instanceof Date);
	});

	it("are described without the properties that they do not have", async () => {
		await create("plain");
		const described = await plane.signed("GET", "/thing-groups/plain");
		assert.deepEqual(described.json.thingGroupProperties, {});
		assert.deepEqual(Object.keys(described.json.thingGroupMetadata), ["creationDate"]);
	});

	it("are created again with the same parent and properties, and with no others", async () => {
		await house();
		const again = await create("attic", { parentGroupName: "house" });
		assert.equal(again.thingGroupId, plane.registry.thingGroups.describeThingGroup("attic").thingGroupId);
		const exists = awsException(
			"ResourceAlreadyExistsException",
			409,
			/^Thing Group attic already exists in current account with different properties$/,
		);
		await assert.rejects(create("attic"), exists);
		await assert.rejects(
			create("attic", { parentGroupName: "house", thingGroupProperties: { thingGroupDescription: "d" } }),
			exists,
		);
		await assert.rejects(create("cellar", { parentGroupName: "no" }), invalid(/parent group "no" does not exist/));
		await assert.rejects(create("a b"), invalid(/thingGroupName must be/));
	});

	it("are at most seven levels deep", async () => {
		await create("level-1");
		for (let level = 2; level <= 7; level++) await create(`level-${level}`, { parentGroupName: `level-${level - 1}` });
		await assert.rejects(create("level-8", { parentGroupName: "level-7" }), invalid(/7 levels deep/));
	});

	it("are listed by prefix, by parent, and with or without what is below children", async () => {
		await house();
		await create("harbour");
		const list = async (query = {}) =>
			(await plane.iot.send(new ListThingGroupsCommand(query))).thingGroups?.map(({ groupName }) => groupName);
		assert.deepEqual(await list(), ["attic", "chest", "harbour", "house"]);
		assert.deepEqual(await list({ namePrefixFilter: "h" }), ["harbour", "house"]);
		assert.deepEqual(await list({ recursive: false }), ["harbour", "house"]);
		assert.deepEqual(await list({ parentGroup: "house", recursive: true }), ["attic", "chest"]);
		assert.deepEqual(await list({ parentGroup: "house" }), ["attic"]);
		assert.deepEqual(await list({ maxResults: 3 }), ["attic", "chest", "harbour"]);
		await assert.rejects(list({ parentGroup: "no" }), awsException("ResourceNotFoundException", 404));
	});

	it("are updated, at the version that is expected", async () => {
		await house();
		const update = (attributes: Record<string, string>, merge: boolean, expectedVersion?: number) => {
			const thingGroupProperties = { attributePayload: { attributes, merge } };
			return plane.iot.send(
				new UpdateThingGroupCommand({ thingGroupName: "house", thingGroupProperties, expectedVersion }),
			);
		};
		assert.equal((await update({ a: "1", b: "2" }, false, 1)).version, 2);
		await update({ a: "", c: "3" }, true);
		assert.deepEqual(plane.registry.thingGroups.describeThingGroup("house").attributes, { b: "2", c: "3" });
		await assert.rejects(update({}, false, 2), awsException("VersionConflictException", 409));
	});

	it("hold things, each in one group of a hierarchy and in ten groups", async () => {
		await house();
		await add("attic", "a");
		await add("attic", "a");
		await add("chest", "b");
		assert.deepEqual(await thingsIn("attic"), ["a"]);
		assert.deepEqual(await thingsIn("house"), []);
		assert.deepEqual(await thingsIn("house", true), ["a", "b"]);
		for (const group of ["house", "chest"]) {
			await assert.rejects(add(group, "a"), invalid(/"attic" of the same hierarchy/));
		}
		for (let index = 1; index < 10; index++) {
			await create(`root-${index}`);
			await add(`root-${index}`, "a");
		}
		await create("root-10");
		await assert.rejects(add("root-10", "a"), invalid(/is in 10 groups, which is the limit/));
		assert.equal((await groupsOf("a"))?.length, 10);
		await assert.rejects(add("no", "a"), awsException("ResourceNotFoundException", 404));
		await assert.rejects(add("house", "no"), awsException("ResourceNotFoundException", 404));
	});

	it("are left by name or by ARN, and when the thing or the group is deleted", async () => {
		await house();
		await create("other");
		await add("other", "a");
		await add("other", "b");
		await add("attic", "a");
		const thingArn = "arn:aws:iot:us-east-1:000000000000:thing/a";
		const leave = (thingGroupArn: string, extra = {}) =>
			plane.iot.send(new RemoveThingFromThingGroupCommand({ thingGroupArn, thingArn, ...extra }));
		await assert.rejects(leave("arn:aws:iot:us-east-1:000000000000:thing/other"), invalid(/thingGroupArn must be/));
		await assert.rejects(leave(groupArn("other"), { thingName: "b" }), invalid(/name different ones/));
		await leave(groupArn("other"));
		await leave(groupArn("other"), { thingName: "a" });
		assert.deepEqual(await groupsOf("a"), [{ groupName: "attic", groupArn: groupArn("attic") }]);
		await plane.iot.send(new DeleteThingCommand({ thingName: "a" }));
		assert.deepEqual(await thingsIn("attic"), []);
		await plane.iot.send(new DeleteThingGroupCommand({ thingGroupName: "other" }));
		assert.deepEqual(await groupsOf("b"), []);
	});

	it("are joined and left at once, or not at all", async () => {
		await house();
		for (const name of ["one", "two"]) await create(name);
		await add("one", "a");
		const update = (thingGroupsToAdd: string[], thingGroupsToRemove: string[] = []) =>
			plane.iot.send(new UpdateThingGroupsForThingCommand({ thingName: "a", thingGroupsToAdd, thingGroupsToRemove }));
		const names = async () => (await groupsOf("a"))?.map(({ groupName }) => groupName);
		await update(["two", "attic"], ["one"]);
		assert.deepEqual(await names(), ["attic", "two"]);
		// Of one hierarchy: the one is left before the other is joined.
		await update(["chest"], ["attic"]);
		assert.deepEqual(await names(), ["chest", "two"]);
		await assert.rejects(update(["one", "house"], ["two"]), invalid(/same hierarchy/));
		await assert.rejects(update(["one", "no"]), awsException("ResourceNotFoundException", 404));
		await assert.rejects(update(["one"], ["one"]), invalid(/to be added and removed/));
		assert.deepEqual(await names(), ["chest", "two"]);
	});

	it("are deleted from below, at the version that is expected", async () => {
		await house();
		const remove = (thingGroupName: string, expectedVersion?: number) =>
			plane.iot.send(new DeleteThingGroupCommand({ thingGroupName, expectedVersion }));
		await assert.rejects(remove("attic"), invalid(/when there are still child groups/));
		await assert.rejects(remove("chest", 2), awsException("VersionConflictException", 409));
		for (const group of ["chest", "attic", "house", "house"]) await remove(group);
		assert.deepEqual([...plane.registry.thingGroups.listThingGroups()], []);
	});
});
