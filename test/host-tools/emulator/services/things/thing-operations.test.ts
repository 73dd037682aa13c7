import assert from "node:assert/strict";
import {
	CreateThingCommand,
	DeleteThingCommand,
	DescribeThingCommand,
	ListThingsCommand,
	type ListThingsCommandInput,
	paginateListThings,
	ResourceAlreadyExistsException,
	ResourceNotFoundException,
	UpdateThingCommand,
	VersionConflictException,
} from "@aws-sdk/client-iot";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";

describe("Control plane: things", () => {
	let plane: TestControlPlane;
	beforeEach(async () => {
		plane = await TestControlPlane.start();
	});
	afterEach(() => plane.close());

	it("creates, describes, updates and deletes a thing whose name needs encoding", async () => {
		const thingName = "sensor:attic_1";
		const created = await plane.iot.send(
			new CreateThingCommand({ thingName, attributePayload: { attributes: { place: "attic" } } }),
		);
		assert.equal(created.thingArn, "arn:aws:iot:us-east-1:000000000000:thing/sensor:attic_1");
		await plane.iot.send(
			new UpdateThingCommand({
				thingName,
				attributePayload: { attributes: { room: "1" }, merge: true },
				expectedVersion: 1,
			}),
		);
		const { $metadata, ...described } = await plane.iot.send(new DescribeThingCommand({ thingName }));
		assert.equal($metadata.httpStatusCode, 200);
		assert.deepEqual(described, {
			defaultClientId: thingName,
			thingName,
			thingId: created.thingId,
			thingArn: created.thingArn,
			attributes: { place: "attic", room: "1" },
			version: 2,
		});
		await assert.rejects(
			plane.iot.send(new DeleteThingCommand({ thingName, expectedVersion: 1 })),
			(error) => error instanceof VersionConflictException && error.$metadata.httpStatusCode === 409,
		);
		await plane.iot.send(new DeleteThingCommand({ thingName, expectedVersion: 2 }));
		await plane.iot.send(new DeleteThingCommand({ thingName }));
		await assert.rejects(
			plane.iot.send(new DescribeThingCommand({ thingName })),
			(error) => error instanceof ResourceNotFoundException && error.$metadata.httpStatusCode === 404,
		);
	});

	it("CreateThing is idempotent for the same attributes only", async () => {
		const first = await plane.iot.send(new CreateThingCommand({ thingName: "t" }));
		const again = await plane.iot.send(new CreateThingCommand({ thingName: "t" }));
		assert.equal(again.thingId, first.thingId);
		await assert.rejects(
			plane.iot.send(new CreateThingCommand({ thingName: "t", attributePayload: { attributes: { a: "1" } } })),
			(error) => {
				assert.ok(error instanceof ResourceAlreadyExistsException);
				assert.equal(error.resourceId, first.thingId);
				assert.equal(error.resourceArn, first.thingArn);
				return true;
			},
		);
	});

	it("refuses thing types and billing groups that are not there", async () => {
		for (const extra of [{ thingTypeName: "type" }, { billingGroupName: "group" }]) {
			await assert.rejects(
				plane.iot.send(new CreateThingCommand({ thingName: "t", ...extra })),
				awsException("ResourceNotFoundException", 404, /(Thing type "type"|Billing group "group") does not exist/),
			);
		}
		assert.equal(plane.registry.things.findThing("t"), undefined);
	});

	it("ListThings pages by name", async () => {
		const names = Array.from({ length: 60 }, (_, index) => `thing-${String(index).padStart(2, "0")}`);
		for (const name of names.toReversed()) plane.registry.things.createThing(name);
		const listed: string[] = [];
		let pages = 0;
		for await (const page of paginateListThings({ client: plane.iot }, { maxResults: 25 })) {
			pages += 1;
			for (const { thingName } of page.things ?? []) listed.push(thingName ?? "");
		}
		assert.deepEqual(listed, names);
		assert.equal(pages, 3);
		await assert.rejects(
			plane.iot.send(new ListThingsCommand({ maxResults: 251 })),
			awsException("InvalidRequestException", 400, /maxResults must be 1 to 250/),
		);
		await assert.rejects(
			plane.iot.send(new ListThingsCommand({ nextToken: "x" })),
			awsException("InvalidRequestException", 400, /nextToken/),
		);
	});

	it("ListThings finds things by attribute, exactly or by prefix", async () => {
		plane.registry.things.createThing("a", { place: "attic" });
		plane.registry.things.createThing("b", { place: "at" });
		plane.registry.things.createThing("c", { room: "attic" });
		const find = async (query: ListThingsCommandInput) =>
			(await plane.iot.send(new ListThingsCommand(query))).things?.map(({ thingName }) => thingName);
		assert.deepEqual(await find({ attributeName: "place", attributeValue: "at" }), ["b"]);
		assert.deepEqual(await find({ attributeName: "place", attributeValue: "at", usePrefixAttributeValue: true }), [
			"a",
			"b",
		]);
		assert.deepEqual(await find({ attributeName: "toString", attributeValue: "x" }), []);
		assert.deepEqual(await find({ thingTypeName: "type" }), []);
		await assert.rejects(
			find({ attributeName: "place" }),
			awsException("InvalidRequestException", 400, /attributeValue/),
		);
	});
});
