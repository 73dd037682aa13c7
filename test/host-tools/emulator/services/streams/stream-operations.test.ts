import assert from "node:assert/strict";
import {
	CreateStreamCommand,
	type CreateStreamCommandInput,
	DeleteStreamCommand,
	DescribeStreamCommand,
	ListStreamsCommand,
	ListTagsForResourceCommand,
	UpdateStreamCommand,
} from "@aws-sdk/client-iot";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";

const roleArn = "arn:aws:iam::000000000000:role/streams";
const files = [{ fileId: 0, s3Location: { bucket: "firmware", key: "app.bin", version: "v" } }];

describe("Control plane: streams", () => {
	let plane: TestControlPlane;
	beforeEach(async () => {
		plane = await TestControlPlane.start();
	});
	afterEach(() => plane.close());
	const create = (streamId: string, input: Partial<CreateStreamCommandInput> = {}) =>
		plane.iot.send(new CreateStreamCommand({ streamId, files, roleArn, ...input }));
	const describeStream = async (streamId: string) =>
		(await plane.iot.send(new DescribeStreamCommand({ streamId }))).streamInfo;

	it("are created, described, updated and deleted", async () => {
		const { $metadata, ...created } = await create("s", { description: "a stream", tags: [{ Key: "k", Value: "v" }] });
		const streamArn = "arn:aws:iot:us-east-1:000000000000:stream/s";
		assert.deepEqual(created, { streamId: "s", streamArn, description: "a stream", streamVersion: 1 });
		const before = await describeStream("s");
		assert.deepEqual(before?.files, files);
		assert.deepEqual([before?.roleArn, before?.streamVersion, before?.description], [roleArn, 1, "a stream"]);
		assert.deepEqual(before?.createdAt, before?.lastUpdatedAt);
		const tags = await plane.iot.send(new ListTagsForResourceCommand({ resourceArn: streamArn }));
		assert.deepEqual(tags.tags, [{ Key: "k", Value: "v" }]);

		plane.clock.advance(5000);
		const more = [...files, { fileId: 255, s3Location: { bucket: "firmware", key: "map.bin" } }];
		const updated = await plane.iot.send(new UpdateStreamCommand({ streamId: "s", files: more }));
		assert.deepEqual([updated.streamVersion, updated.description], [2, "a stream"]);
		const after = await describeStream("s");
		assert.deepEqual(after?.files, more);
		assert.ok(Number(after?.lastUpdatedAt) >= Number(before?.lastUpdatedAt) + 5000);
		assert.deepEqual(after?.createdAt, before?.createdAt);

		await plane.iot.send(new DeleteStreamCommand({ streamId: "s" }));
		await assert.rejects(describeStream("s"), awsException("ResourceNotFoundException", 404));
		await create("s");
		assert.deepEqual((await plane.iot.send(new ListTagsForResourceCommand({ resourceArn: streamArn }))).tags, []);
	});

	it("are listed by id, page by page", async () => {
		for (const id of ["b", "a", "c"]) await create(id);
		const list = async (input: object) => plane.iot.send(new ListStreamsCommand(input));
		const ids = async (input: object) => (await list(input)).streams?.map(({ streamId }) => streamId);
		assert.deepEqual(await ids({ ascendingOrder: true }), ["a", "b", "c"]);
		const first = await list({ maxResults: 2 });
		assert.deepEqual(
			first.streams?.map(({ streamId }) => streamId),
			["c", "b"],
		);
		assert.deepEqual(await ids({ maxResults: 2, nextToken: first.nextToken }), ["a"]);
	});

	it("are refused with values that AWS does not take, a second time, or unmade", async () => {
		const invalid = (message: RegExp) => awsException("InvalidRequestException", 400, message);
		await assert.rejects(create("a b"), invalid(/streamId must be/));
		await assert.rejects(create("s", { files: [] }), invalid(/files must have 1 to 50 files/));
		await assert.rejects(create("s", { files: undefined }), invalid(/files is missing/));
		await assert.rejects(create("s", { roleArn: undefined }), invalid(/roleArn is missing/));
		await assert.rejects(
			create("s", { roleArn: "arn:aws:iam::1:user/much-too-long" }),
			invalid(/roleArn must be the ARN/),
		);
		await assert.rejects(
			create("s", { files: [{ fileId: 256, s3Location: { bucket: "b", key: "k" } }] }),
			invalid(/0 to 255/),
		);
		await assert.rejects(create("s", { files: [...files, ...files] }), invalid(/one fileId twice/));
		await assert.rejects(create("s", { files: [{ fileId: 1 }] }), invalid(/File 1 of files has no s3Location/));
		await assert.rejects(create("s", { files: [{ s3Location: { bucket: "b", key: "k" } }] }), invalid(/no fileId/));
		await assert.rejects(
			create("s", { files: [{ fileId: 1, s3Location: { bucket: "b" } }] }),
			invalid(/key is missing/),
		);
		await create("s");
		await assert.rejects(create("s"), awsException("ResourceAlreadyExistsException", 409));
		const absent = awsException("ResourceNotFoundException", 404);
		await assert.rejects(plane.iot.send(new UpdateStreamCommand({ streamId: "x", description: "d" })), absent);
		await assert.rejects(plane.iot.send(new DeleteStreamCommand({ streamId: "x" })), absent);
	});
});
