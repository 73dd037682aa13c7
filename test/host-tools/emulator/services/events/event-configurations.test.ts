import assert from "node:assert/strict";
import {
	AddThingToThingGroupCommand,
	CreateThingCommand,
	CreateThingGroupCommand,
	CreateThingTypeCommand,
	DeleteThingCommand,
	DescribeEventConfigurationsCommand,
	RemoveThingFromThingGroupCommand,
	UpdateEventConfigurationsCommand,
	UpdateThingCommand,
} from "@aws-sdk/client-iot";
import { ConnectionHub, nobody, type PublishedMessage } from "../../../../../host-tools/emulator/broker/connections.js";
import { eventTypes } from "../../../../../host-tools/emulator/services/events/event-configurations.js";
import { eventsService } from "../../../../../host-tools/emulator/services/events/events-service.js";
import { serviceFactories } from "../../../../../host-tools/emulator/services/services.js";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";

describe("event configurations", () => {
	let plane: TestControlPlane;
	let published: { topic: string; event: Record<string, unknown> }[] = [];
	beforeEach(async () => {
		published = [];
		const connections = new ConnectionHub();
		connections.serveBy({
			...nobody,
			publish: ({ topic, payload }: PublishedMessage) =>
				published.push({ topic, event: JSON.parse(payload.toString()) }),
		});
		const others = serviceFactories.filter((factory) => factory !== eventsService);
		plane = await TestControlPlane.start({
			services: [...others, (parts) => eventsService({ ...parts, connections })],
		});
	});
	afterEach(() => plane.close());
	const enable = (...types: string[]) =>
		plane.iot.send(
			new UpdateEventConfigurationsCommand({
				eventConfigurations: Object.fromEntries(types.map((type) => [type, { Enabled: true }])),
			}),
		);
	const topics = () => published.splice(0).map(({ topic }) => topic);

	it("are all off until they are switched on, type by type", async () => {
		const describeAll = () => plane.iot.send(new DescribeEventConfigurationsCommand({}));
		const before = await describeAll();
		assert.deepEqual(Object.keys(before.eventConfigurations ?? {}).sort(), [...eventTypes].sort());
		assert.ok(Object.values(before.eventConfigurations ?? {}).every(({ Enabled }) => Enabled === false));
		assert.equal(before.creationDate, undefined);
		await enable("THING", "JOB");
		const after = await describeAll();
		assert.equal(after.eventConfigurations?.THING?.Enabled, true);
		assert.equal(after.eventConfigurations?.POLICY?.Enabled, false);
		assert.ok(after.lastModifiedDate instanceof Date);
		assert.equal(plane.registry.eventConfigurations.isEnabled("JOB"), true);
		await assert.rejects(enable("NOTHING"), awsException("InvalidRequestException", 400, /no type "NOTHING"/));
	});

	it("let the events of things and their types through", async () => {
		const thingName = "t";
		await plane.iot.send(new CreateThingCommand({ thingName: "before" }));
		assert.equal(published.length, 0);
		await enable("THING", "THING_TYPE", "THING_TYPE_ASSOCIATION");
		await plane.iot.send(new CreateThingTypeCommand({ thingTypeName: "y" }));
		await plane.iot.send(
			new CreateThingCommand({ thingName, thingTypeName: "y", attributePayload: { attributes: { a: "1" } } }),
		);
		await plane.iot.send(new UpdateThingCommand({ thingName, removeThingType: true }));
		await plane.iot.send(new DeleteThingCommand({ thingName: "before" }));
		const [type, created] = [...published];
		assert.deepEqual([type?.topic, type?.event.eventType], ["$aws/events/thingType/y/created", "THING_TYPE_EVENT"]);
		const { eventId, timestamp, thingId, ...rest } = created?.event ?? {};
		assert.match(String(eventId), /^[0-9a-f-]{36}$/);
		assert.match(String(thingId), /^[0-9a-f-]{36}$/);
		assert.ok(Number(timestamp) > 0);
		assert.deepEqual(rest, {
			eventType: "THING_EVENT",
			operation: "CREATED",
			accountId: "000000000000",
			thingName,
			versionNumber: 1,
			thingTypeName: "y",
			attributes: { a: "1" },
		});
		assert.deepEqual(topics().slice(1), [
			"$aws/events/thing/t/created",
			"$aws/events/thingTypeAssociation/thing/t/thingType/y/added",
			"$aws/events/thing/t/updated",
			"$aws/events/thingTypeAssociation/thing/t/thingType/y/removed",
			"$aws/events/thing/before/deleted",
		]);
	});

	it("let the events of groups through", async () => {
		await enable("THING_GROUP", "THING_GROUP_MEMBERSHIP", "THING_GROUP_HIERARCHY");
		const member = { thingGroupName: "child", thingName: "t" };
		await plane.iot.send(new CreateThingCommand({ thingName: "t" }));
		await plane.iot.send(new CreateThingGroupCommand({ thingGroupName: "root" }));
		await plane.iot.send(new CreateThingGroupCommand({ thingGroupName: "child", parentGroupName: "root" }));
		await plane.iot.send(new AddThingToThingGroupCommand(member));
		await plane.iot.send(new RemoveThingFromThingGroupCommand(member));
		const [, child, , added, removed] = published.map(({ event }) => event);
		assert.ok(Array.isArray(child?.rootToParentThingGroups) && child.rootToParentThingGroups.length === 1);
		assert.equal(added?.operation, "ADDED");
		assert.equal(added?.membershipId, removed?.membershipId);
		assert.deepEqual(topics(), [
			"$aws/events/thingGroup/root/created",
			"$aws/events/thingGroup/child/created",
			"$aws/events/thingGroupHierarchy/thingGroup/root/childThingGroup/child/added",
			"$aws/events/thingGroupMembership/thingGroup/child/thing/t/added",
			"$aws/events/thingGroupMembership/thingGroup/child/thing/t/removed",
		]);
	});
});
