import assert from "node:assert/strict";
import {
	CreateThingCommand,
	CreateThingTypeCommand,
	type CreateThingTypeCommandInput,
	DeleteThingCommand,
	DeleteThingTypeCommand,
	DeprecateThingTypeCommand,
	DescribeThingCommand,
	DescribeThingTypeCommand,
	ListThingsCommand,
	ListThingTypesCommand,
	type PropagatingAttribute,
	UpdateThingCommand,
	UpdateThingTypeCommand,
} from "@aws-sdk/client-iot";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";

describe("Control plane: thing types", () => {
	let plane: TestControlPlane;
	beforeEach(async () => {
		plane = await TestControlPlane.start();
	});
	afterEach(() => plane.close());
	const thingTypeName = "probe";
	const create = (input: Partial<CreateThingTypeCommandInput> = {}) =>
		plane.iot.send(new CreateThingTypeCommand({ thingTypeName, ...input }));
	const deprecate = (undoDeprecate = false) =>
		plane.iot.send(new DeprecateThingTypeCommand({ thingTypeName, undoDeprecate }));
	const remove = () => plane.iot.send(new DeleteThingTypeCommand({ thingTypeName }));
	const invalid = (message: RegExp) => awsException("InvalidRequestException", 400, message);

	const propagating = (...propagatingAttributes: PropagatingAttribute[]) => ({
		thingTypeProperties: { mqtt5Configuration: { propagatingAttributes } },
	});
	const properties = async () =>
		(await plane.iot.send(new DescribeThingTypeCommand({ thingTypeName }))).thingTypeProperties;

	it("say which attributes go with messages in MQTT 5, and may be updated", async () => {
		const attributes = [
			{ userPropertyKey: "room", thingAttribute: "room" },
			{ userPropertyKey: "$who", connectionAttribute: "iot:ClientId" },
		];
		await create(propagating(...attributes));
		assert.deepEqual((await properties())?.mqtt5Configuration, { propagatingAttributes: attributes });
		const update = (thingTypeProperties: object) =>
			plane.iot.send(new UpdateThingTypeCommand({ thingTypeName, thingTypeProperties }));
		await update({ searchableAttributes: ["floor"], thingTypeDescription: "b" });
		assert.deepEqual(await properties(), {
			thingTypeDescription: "b",
			searchableAttributes: ["floor"],
			mqtt5Configuration: { propagatingAttributes: attributes },
		});
		await update(propagating().thingTypeProperties);
		assert.equal((await properties())?.mqtt5Configuration, undefined);
		await assert.rejects(update({ searchableAttributes: ["a b"] }), invalid(/attribute name/));
		await assert.rejects(
			plane.iot.send(new UpdateThingTypeCommand({ thingTypeName: "no" })),
			awsException("ResourceNotFoundException", 404),
		);
	});

	it("are created, described and listed", async () => {
		const thingTypeProperties = { thingTypeDescription: "A probe.", searchableAttributes: ["room", "floor"] };
		const created = await create({ thingTypeProperties, tags: [{ Key: "k", Value: "v" }] });
		assert.equal(created.thingTypeArn, "arn:aws:iot:us-east-1:000000000000:thingtype/probe");
		const described = await plane.iot.send(new DescribeThingTypeCommand({ thingTypeName }));
		assert.equal(described.thingTypeId, created.thingTypeId);
		assert.deepEqual(described.thingTypeProperties, thingTypeProperties);
		assert.equal(described.thingTypeMetadata?.deprecated, false);
		assert.ok(described.thingTypeMetadata?.creationDate instanceof Date);
		await create({ thingTypeName: "other" });
		const list = async (query = {}) =>
			(await plane.iot.send(new ListThingTypesCommand(query))).thingTypes?.map((one) => one.thingTypeName);
		assert.deepEqual(await list(), ["other", "probe"]);
		assert.deepEqual(await list({ thingTypeName: "probe" }), ["probe"]);
		assert.deepEqual(await list({ maxResults: 1 }), ["other"]);
	});

	it("are created again with the same properties, and with no others", async () => {
		const created = await create();
		assert.equal((await create()).thingTypeId, created.thingTypeId);
		await assert.rejects(
			create({ thingTypeProperties: { thingTypeDescription: "other" } }),
			awsException("ResourceAlreadyExistsException", 409, /other properties/),
		);
	});

	it("are refused with names, descriptions or attributes that AWS does not take", async () => {
		const refused: [Partial<CreateThingTypeCommandInput>, RegExp][] = [
			[{ thingTypeName: "a b" }, /thingTypeName must be/],
			[{ thingTypeProperties: { thingTypeDescription: "x".repeat(2029) } }, /0 to 2028 characters/],
			[{ thingTypeProperties: { thingTypeDescription: "a\u0007" } }, /printable/],
			[{ thingTypeProperties: { searchableAttributes: ["a", "b", "c", "d"] } }, /3 attributes at most/],
			[{ thingTypeProperties: { searchableAttributes: ["a b"] } }, /attribute name/],
			[propagating({ userPropertyKey: "a b", thingAttribute: "a" }), /userPropertyKey must be/],
			[propagating({ thingAttribute: "a" }), /userPropertyKey is missing/],
			[propagating({ userPropertyKey: "k" }), /needs either thingAttribute or connectionAttribute/],
			[propagating({ userPropertyKey: "k", thingAttribute: "a b" }), /attribute name/],
			[propagating({ userPropertyKey: "k", connectionAttribute: "iot:X" }), /iot:ClientId or iot:Thing.ThingName/],
			[propagating(...Array(21).fill({ userPropertyKey: "k", thingAttribute: "a" })), /20 entries at most/],
		];
		for (const [input, message] of refused) await assert.rejects(create(input), invalid(message));
		assert.deepEqual([...plane.registry.thingTypes.listThingTypes()], []);
	});

	it("give a thing fifty attributes", async () => {
		await create();
		const attributes = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`a${index}`, "x"]));
		const thing = { thingName: "t", attributePayload: { attributes } };
		await assert.rejects(plane.iot.send(new CreateThingCommand(thing)), invalid(/without a thing type may have 3/));
		await plane.iot.send(new CreateThingCommand({ ...thing, thingTypeName }));
		assert.equal((await plane.iot.send(new DescribeThingCommand({ thingName: "t" }))).thingTypeName, thingTypeName);
		const { things } = await plane.iot.send(new ListThingsCommand({ thingTypeName }));
		assert.deepEqual(
			things?.map((one) => [one.thingName, one.thingTypeName]),
			[["t", "probe"]],
		);
		const more = { attributes: { another: "x" }, merge: true };
		await assert.rejects(
			plane.iot.send(new UpdateThingCommand({ thingName: "t", attributePayload: more })),
			invalid(/may have 50 attributes: these would be 51/),
		);
		const removeType = { thingName: "t", removeThingType: true };
		await assert.rejects(plane.iot.send(new UpdateThingCommand(removeType)), invalid(/may have 3 attributes/));
		await plane.iot.send(new UpdateThingCommand({ ...removeType, attributePayload: { attributes: { a: "x" } } }));
		assert.equal(plane.registry.things.describeThing("t").thingTypeName, undefined);
	});

	it("are deleted five minutes after they were deprecated, once no thing is of them", async () => {
		await create();
		await plane.iot.send(new CreateThingCommand({ thingName: "t", thingTypeName }));
		await assert.rejects(remove(), invalid(/before it is deprecated/));
		await deprecate();
		await assert.rejects(
			plane.iot.send(new CreateThingCommand({ thingName: "u", thingTypeName })),
			invalid(/is deprecated: no thing can become one of it/),
		);
		await assert.rejects(remove(), invalid(/five minutes after it was deprecated: in \d+ s/));
		plane.clock.advance(300_000);
		await assert.rejects(remove(), invalid(/while there are things of it/));
		await plane.iot.send(new DeleteThingCommand({ thingName: "t" }));
		await remove();
		await assert.rejects(
			plane.iot.send(new DescribeThingTypeCommand({ thingTypeName })),
			awsException("ResourceNotFoundException", 404),
		);
	});

	it("are taken back into use", async () => {
		await create();
		await deprecate();
		await deprecate(true);
		await plane.iot.send(new CreateThingCommand({ thingName: "t", thingTypeName }));
		assert.equal(plane.registry.thingTypes.describeThingType(thingTypeName).deprecationDate, undefined);
	});
});
