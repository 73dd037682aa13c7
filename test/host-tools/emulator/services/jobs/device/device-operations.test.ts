import assert from "node:assert/strict";
import {
	DescribeJobExecutionCommand,
	GetPendingJobExecutionsCommand,
	IoTJobsDataPlaneClient,
	StartNextPendingJobExecutionCommand,
	UpdateJobExecutionCommand,
} from "@aws-sdk/client-iot-jobs-data-plane";
import { defaultScope } from "../../../../../../host-tools/emulator/arn.js";
import { awsException, TestControlPlane } from "../../../http/test-control-plane.js";
import { document, thingArn } from "../job-fixture.js";

describe("Jobs data plane over HTTP", () => {
	let plane: TestControlPlane;
	let client: IoTJobsDataPlaneClient;
	const thingName = "board";
	beforeEach(async () => {
		plane = await TestControlPlane.start();
		client = new IoTJobsDataPlaneClient({
			endpoint: `http://127.0.0.1:${plane.server.port}`,
			region: "us-east-1",
			credentials: { accessKeyId: "test", secretAccessKey: "test" },
			maxAttempts: 1,
		});
		plane.registry.things.createThing(thingName);
	});
	afterEach(async () => {
		client.destroy();
		await plane.close();
	});
	const create = (jobId: string) =>
		plane.registry.jobs.createJob(jobId, { targets: [thingArn(thingName)], document }, defaultScope);
	const pending = () => client.send(new GetPendingJobExecutionsCommand({ thingName }));
	const startNext = () => client.send(new StartNextPendingJobExecutionCommand({ thingName }));
	const describeOne = (jobId: string, more = {}) =>
		client.send(new DescribeJobExecutionCommand({ thingName, jobId, ...more }));

	it("a device does a job: times are whole seconds, the document is a string", async () => {
		create("a");
		create("b");
		const { queuedJobs, inProgressJobs } = await pending();
		assert.deepEqual(
			queuedJobs?.map(({ jobId }) => jobId),
			["a", "b"],
		);
		assert.deepEqual(inProgressJobs, []);
		const seconds = plane.clock.now() / 1000;
		for (const time of [queuedJobs?.[0]?.queuedAt, queuedJobs?.[0]?.lastUpdatedAt]) {
			assert.ok(Number.isInteger(time) && Math.abs((time ?? 0) - seconds) < 3, String(time));
		}
		const next = await describeOne("$next");
		assert.deepEqual([next.execution?.jobId, next.execution?.status], ["a", "QUEUED"]);
		const { execution } = await startNext();
		assert.deepEqual(
			[execution?.jobId, execution?.thingName, execution?.status, execution?.versionNumber, execution?.jobDocument],
			["a", thingName, "IN_PROGRESS", 2, document],
		);
		const updated = await client.send(
			new UpdateJobExecutionCommand({
				thingName,
				jobId: "a",
				status: "SUCCEEDED",
				expectedVersion: 2,
				includeJobExecutionState: true,
				includeJobDocument: true,
			}),
		);
		assert.deepEqual(updated.executionState, { status: "SUCCEEDED", statusDetails: {}, versionNumber: 3 });
		assert.equal(updated.jobDocument, document);
		assert.equal((await describeOne("$next", { includeJobDocument: false })).execution?.jobDocument, undefined);
	});

	it("with nothing to do the answers are empty", async () => {
		assert.equal((await startNext()).execution, undefined);
		assert.equal((await describeOne("$next")).execution, undefined);
	});

	it("refuses with AWS's errors", async () => {
		create("a");
		const update = (input: object) =>
			client.send(new UpdateJobExecutionCommand({ thingName, jobId: "a", status: "SUCCEEDED", ...input }));
		await assert.rejects(update({ expectedVersion: 5 }), awsException("InvalidStateTransitionException", 409));
		await assert.rejects(update({ status: "QUEUED" }), awsException("InvalidRequestException", 400));
		await assert.rejects(update({ jobId: "z" }), awsException("ResourceNotFoundException", 404));
		await update({});
		await assert.rejects(update({}), awsException("InvalidStateTransitionException", 409));
		await assert.rejects(describeOne("a"), awsException("TerminalStateException", 410));
		await assert.rejects(describeOne("z"), awsException("ResourceNotFoundException", 404));
		await assert.rejects(
			client.send(new GetPendingJobExecutionsCommand({ thingName: "nobody" })),
			awsException("ResourceNotFoundException", 404),
		);
	});

	it("asks the caller's policies for the thing", async () => {
		create("a");
		const asked: string[] = [];
		const caller = {
			principal: "c",
			certificateId: "c",
			authorize(action: string, name: string) {
				asked.push(`${action} ${name}`);
				throw new Error("denied");
			},
		};
		const operations = plane.operations.filter(
			(operation) => operation.plane === "iot-jobs-data" && operation.path.startsWith("/things/"),
		);
		for (const operation of operations) {
			const call = { caller, path: () => thingName } as unknown as Parameters<typeof operation.handle>[0];
			assert.throws(() => operation.handle(call), /denied/);
		}
		assert.deepEqual(asked.sort(), [
			"iot:DescribeJobExecution board",
			"iot:GetPendingJobExecutions board",
			"iot:StartNextPendingJobExecution board",
			"iot:UpdateJobExecution board",
		]);
	});
});
