import assert from "node:assert/strict";
import {
	CreateFleetMetricCommand,
	type CreateFleetMetricCommandInput,
	DeleteFleetMetricCommand,
	DescribeFleetMetricCommand,
	ListFleetMetricsCommand,
	ListTagsForResourceCommand,
	UpdateFleetMetricCommand,
	UpdateIndexingConfigurationCommand,
} from "@aws-sdk/client-iot";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";

describe("Control plane: fleet metrics", () => {
	let plane: TestControlPlane;
	beforeEach(async () => {
		plane = await TestControlPlane.start();
		const thingIndexingConfiguration = { thingIndexingMode: "REGISTRY" } as const;
		await plane.iot.send(new UpdateIndexingConfigurationCommand({ thingIndexingConfiguration }));
	});
	afterEach(() => plane.close());
	const usual = {
		queryString: "thingName:a*",
		aggregationType: { name: "Statistics", values: ["count", "sum"] },
		period: 120,
		aggregationField: "registry.version",
	} satisfies Omit<CreateFleetMetricCommandInput, "metricName">;
	const create = (metricName: string, input: Partial<CreateFleetMetricCommandInput> = {}) =>
		plane.iot.send(new CreateFleetMetricCommand({ ...usual, ...input, metricName }));
	const described = (metricName: string) => plane.iot.send(new DescribeFleetMetricCommand({ metricName }));
	const invalid = (message: RegExp) => awsException("InvalidRequestException", 400, message);

	it("are made, described, updated at their version, listed and deleted", async () => {
		const tags = [{ Key: "k", Value: "v" }];
		const { metricArn: resourceArn = "" } = await create("m", { tags, unit: "Kilobytes/Second", description: "d" });
		assert.equal(resourceArn, "arn:aws:iot:us-east-1:000000000000:fleetmetric/m");
		assert.deepEqual((await plane.iot.send(new ListTagsForResourceCommand({ resourceArn }))).tags, tags);
		const { $metadata, creationDate, lastModifiedDate, ...rest } = await described("m");
		assert.ok(creationDate instanceof Date && lastModifiedDate instanceof Date);
		const kept = { metricName: "m", metricArn: resourceArn, unit: "Kilobytes/Second", description: "d" };
		const query = { queryVersion: "2017-09-30", indexName: "AWS_Things" };
		assert.deepEqual(rest, { ...usual, ...kept, ...query, version: 1 });
		const update = (expectedVersion: number) =>
			plane.iot.send(
				new UpdateFleetMetricCommand({ metricName: "m", indexName: "AWS_Things", period: 60, expectedVersion }),
			);
		await update(1);
		await assert.rejects(update(1), awsException("VersionConflictException", 409));
		const updated = await described("m");
		assert.deepEqual([updated.period, updated.version, updated.queryString], [60, 2, usual.queryString]);
		await create("n");
		const { fleetMetrics = [] } = await plane.iot.send(new ListFleetMetricsCommand({ maxResults: 1 }));
		assert.deepEqual(fleetMetrics, [{ metricName: "m", metricArn: resourceArn }]);
		for (const _ of [1, 2]) await plane.iot.send(new DeleteFleetMetricCommand({ metricName: "m" }));
		await assert.rejects(described("m"), awsException("ResourceNotFoundException", 404));
	});

	it("are refused a second time, and with what AWS does not take", async () => {
		await create("m");
		await assert.rejects(create("m"), awsException("ResourceAlreadyExistsException", 409));
		await assert.rejects(create("a b"), invalid(/metricName must be/));
		await assert.rejects(create("n", { period: 90 }), invalid(/multiple of 60/));
		await assert.rejects(create("n", { unit: "Miles" as "Count" }), invalid(/unit is none/));
		await assert.rejects(create("n", { aggregationType: { name: "Sum" as "Statistics" } }), invalid(/must be one of/));
		await assert.rejects(create("n", { queryString: "a AND" }), awsException("InvalidQueryException", 400));
		const aggregation = awsException("InvalidAggregationException", 400);
		await assert.rejects(create("n", { aggregationType: { name: "Percentiles", values: ["101"] } }), aggregation);
		await assert.rejects(create("n", { aggregationField: "attributes.unknown" }), aggregation);
		await assert.rejects(create("n", { indexName: "AWS_ThingGroups" }), awsException("ResourceNotFoundException", 404));
	});
});
