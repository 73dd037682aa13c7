import assert from "node:assert/strict";
import {
	AddThingToThingGroupCommand,
	CreateThingCommand,
	CreateThingGroupCommand,
	CreateThingTypeCommand,
	DeleteThingCommand,
	DescribeIndexCommand,
	GetBucketsAggregationCommand,
	GetCardinalityCommand,
	GetIndexingConfigurationCommand,
	GetPercentilesCommand,
	GetStatisticsCommand,
	ListIndicesCommand,
	SearchIndexCommand,
	UpdateIndexingConfigurationCommand,
	UpdateThingCommand,
} from "@aws-sdk/client-iot";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";

describe("Fleet indexing", () => {
	let plane: TestControlPlane;
	beforeEach(async () => {
		plane = await TestControlPlane.start();
	});
	afterEach(() => plane.close());

	const enable = () =>
		plane.iot.send(
			new UpdateIndexingConfigurationCommand({
				thingIndexingConfiguration: {
					thingIndexingMode: "REGISTRY",
					customFields: [{ name: "attributes.floor", type: "Number" }],
				},
				thingGroupIndexingConfiguration: { thingGroupIndexingMode: "ON" },
			}),
		);
	const make = (thingName: string, attributes: Record<string, string> = {}, thingTypeName?: string) =>
		plane.iot.send(new CreateThingCommand({ thingName, attributePayload: { attributes }, thingTypeName }));
	const search = async (queryString: string) => {
		const { things = [] } = await plane.iot.send(new SearchIndexCommand({ queryString }));
		return things.map(({ thingName }) => thingName);
	};

	it("is off until it is switched on, and says so", async () => {
		await assert.rejects(
			plane.iot.send(new SearchIndexCommand({ queryString: "*" })),
			awsException("ResourceNotFoundException", 404, /"AWS_Things" does not exist/),
		);
		const before = await plane.iot.send(new GetIndexingConfigurationCommand({}));
		assert.equal(before.thingIndexingConfiguration?.thingIndexingMode, "OFF");
		assert.deepEqual((await plane.iot.send(new ListIndicesCommand({}))).indexNames, []);
		await enable();
		assert.deepEqual((await plane.iot.send(new ListIndicesCommand({}))).indexNames, ["AWS_ThingGroups", "AWS_Things"]);
		const index = await plane.iot.send(new DescribeIndexCommand({ indexName: "AWS_Things" }));
		assert.deepEqual([index.indexStatus, index.schema], ["ACTIVE", "REGISTRY"]);
		const after = await plane.iot.send(new GetIndexingConfigurationCommand({}));
		assert.ok(after.thingIndexingConfiguration?.managedFields?.some(({ name }) => name === "registry.thingGroupNames"));
		assert.deepEqual(after.thingIndexingConfiguration?.customFields, [{ name: "attributes.floor", type: "Number" }]);
	});

	it("finds by what shadows say, where they are indexed", async () => {
		await plane.iot.send(
			new UpdateIndexingConfigurationCommand({
				thingIndexingConfiguration: {
					thingIndexingMode: "REGISTRY_AND_SHADOW",
					namedShadowIndexingMode: "ON",
					filter: { namedShadowNames: ["state"] },
				},
			}),
		);
		for (const name of ["a", "b"]) await make(name);
		const { shadows } = plane.registry;
		const classic = { thingName: "a", shadowName: undefined };
		shadows.update(classic, { state: { desired: { led: "on" }, reported: { led: "off", t: 21 } }, version: undefined });
		shadows.update({ thingName: "b", shadowName: "state" }, { state: { reported: { t: 22 } }, version: undefined });
		assert.deepEqual(await search("shadow.reported.t:21"), ["a"]);
		assert.deepEqual(await search("shadow.hasDelta:true"), ["a"]);
		assert.deepEqual(await search("shadow.name.state.reported.t>20"), ["b"]);
		shadows.update(classic, { state: { reported: { led: "on", t: null } }, version: undefined });
		assert.deepEqual(await search("shadow.reported.t:21"), []);
		assert.deepEqual(await search("shadow.hasDelta:false"), ["a"]);
		shadows.delete(classic);
		assert.deepEqual(await search("shadow.version>0"), []);
	});

	it("finds by name, type, attribute and group, as they are at that moment", async () => {
		await enable();
		await plane.iot.send(new CreateThingTypeCommand({ thingTypeName: "lamp" }));
		await make("Lamp-1", { floor: "1" }, "lamp");
		await make("lamp-2", { floor: "2" }, "lamp");
		await make("door", { floor: "2" });
		assert.deepEqual(await search("*"), ["door", "Lamp-1", "lamp-2"]);
		assert.deepEqual(await search("thingName:LAMP*"), ["Lamp-1", "lamp-2"]);
		assert.deepEqual(await search("thingName:lamp-1"), ["Lamp-1"]);
		assert.deepEqual(await search("thingTypeName:lamp AND attributes.floor>1"), ["lamp-2"]);
		assert.deepEqual(await search("attributes.floor:2"), ["door", "lamp-2"]);
		await plane.iot.send(new CreateThingGroupCommand({ thingGroupName: "house" }));
		await plane.iot.send(new AddThingToThingGroupCommand({ thingGroupName: "house", thingName: "door" }));
		assert.deepEqual(await search("thingGroupNames:house"), ["door"]);
		await plane.iot.send(
			new UpdateThingCommand({ thingName: "door", attributePayload: { attributes: { floor: "3" } } }),
		);
		assert.deepEqual(await search("attributes.floor:2"), ["lamp-2"]);
		await plane.iot.send(new DeleteThingCommand({ thingName: "lamp-2" }));
		assert.deepEqual(await search("attributes.floor:2"), []);
	});

	it("pages through what it finds, whatever comes and goes meanwhile", async () => {
		await enable();
		for (let at = 0; at < 7; at++) await make(`t${at}`, { even: String(at % 2 === 0) });
		const found: (string | undefined)[] = [];
		let nextToken: string | undefined;
		do {
			const page = await plane.iot.send(
				new SearchIndexCommand({ queryString: "attributes.even:true", maxResults: 2, nextToken }),
			);
			found.push(...(page.things ?? []).map(({ thingName }) => thingName));
			nextToken = page.nextToken;
			await plane.iot.send(new DeleteThingCommand({ thingName: "t1" }));
		} while (nextToken !== undefined);
		assert.deepEqual(found, ["t0", "t2", "t4", "t6"]);
		await assert.rejects(
			plane.iot.send(new SearchIndexCommand({ queryString: "*", maxResults: 101 })),
			awsException("InvalidRequestException", 400, /1 to 100/),
		);
	});

	it("counts: statistics, cardinality, percentiles and buckets", async () => {
		await enable();
		for (const [at, floor] of ["1", "2", "2", "7"].entries()) await make(`t${at}`, { floor });
		const aggregationField = "attributes.floor";
		const all = { queryString: "*", aggregationField };
		const { statistics } = await plane.iot.send(new GetStatisticsCommand(all));
		assert.deepEqual(
			[statistics?.count, statistics?.average, statistics?.minimum, statistics?.maximum, statistics?.variance],
			[4, 3, 1, 7, 5.5],
		);
		assert.deepEqual(
			await plane.iot.send(new GetStatisticsCommand({ queryString: "thingName:t*" })).then((a) => a.statistics?.count),
			4,
		);
		assert.equal((await plane.iot.send(new GetCardinalityCommand(all))).cardinality, 3);
		const { percentiles } = await plane.iot.send(new GetPercentilesCommand({ ...all, percents: [0, 50, 100] }));
		assert.deepEqual(percentiles, [
			{ percent: 0, value: 1 },
			{ percent: 50, value: 2 },
			{ percent: 100, value: 7 },
		]);
		const counted = await plane.iot.send(
			new GetBucketsAggregationCommand({ ...all, bucketsAggregationType: { termsAggregation: { maxBuckets: 1 } } }),
		);
		assert.deepEqual([counted.totalCount, counted.buckets], [4, [{ keyValue: "2", count: 2 }]]);
		await assert.rejects(
			plane.iot.send(new GetStatisticsCommand({ queryString: "*", aggregationField: "attributes.other" })),
			awsException("InvalidAggregationException", 400, /customFields/),
		);
	});

	it("finds thing groups by their index", async () => {
		await enable();
		await plane.iot.send(new CreateThingGroupCommand({ thingGroupName: "house" }));
		await plane.iot.send(
			new CreateThingGroupCommand({
				thingGroupName: "kitchen",
				parentGroupName: "house",
				thingGroupProperties: { attributePayload: { attributes: { floor: "1" } } },
			}),
		);
		const { thingGroups } = await plane.iot.send(
			new SearchIndexCommand({
				indexName: "AWS_ThingGroups",
				queryString: "parentGroupNames:house attributes.floor:1",
			}),
		);
		assert.deepEqual(
			thingGroups?.map(({ thingGroupName, parentGroupNames }) => [thingGroupName, parentGroupNames]),
			[["kitchen", ["house"]]],
		);
	});

	it("refuses what cannot be", async () => {
		const update = (thingIndexingConfiguration: object) =>
			plane.iot.send(new UpdateIndexingConfigurationCommand({ thingIndexingConfiguration } as never));
		await assert.rejects(
			update({ thingIndexingMode: "ALL" }),
			awsException("InvalidRequestException", 400, /thingIndexingMode must be/),
		);
		await assert.rejects(
			update({ thingIndexingMode: "OFF", thingConnectivityIndexingMode: "STATUS" }),
			awsException("InvalidRequestException", 400, /OFF/),
		);
		await assert.rejects(
			update({ thingIndexingMode: "REGISTRY", namedShadowIndexingMode: "ON" }),
			awsException("InvalidRequestException", 400, /namedShadowNames/),
		);
		await enable();
		await assert.rejects(search("thingName:"), awsException("InvalidQueryException", 400));
		await assert.rejects(
			plane.iot.send(new SearchIndexCommand({ queryString: "*", queryVersion: "1" })),
			awsException("InvalidRequestException", 400, /2017-09-30/),
		);
	});
});
