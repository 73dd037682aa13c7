import assert from "node:assert/strict";
import {
	CancelJobExecutionCommand,
	type CancelJobExecutionCommandInput,
	DeleteJobExecutionCommand,
	DescribeJobExecutionCommand,
	ListJobExecutionsForJobCommand,
	ListJobExecutionsForThingCommand,
} from "@aws-sdk/client-iot";
import { defaultScope } from "../../../../../host-tools/emulator/arn.js";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";
import { document, saying, thingArn } from "./job-fixture.js";

describe("Jobs: operations on executions", () => {
	let plane: TestControlPlane;
	const names = ["a", "b", "c", "d", "e"];
	beforeEach(async () => {
		plane = await TestControlPlane.start();
		for (const name of names) plane.registry.things.createThing(name);
		const targets = names.map(thingArn);
		const retries = { criteriaList: [{ failureType: "FAILED", numberOfRetries: 1 }] };
		for (const jobId of ["j", "k"]) {
			const input = { targets, document, jobExecutionsRetryConfig: retries };
			plane.registry.jobs.createJob(jobId, input, defaultScope);
		}
	});
	afterEach(() => plane.close());
	const report = (thing: string, status: Parameters<typeof saying>[0]) =>
		plane.registry.jobs.report(thing, "j", saying(status));
	const cancel = (input: Partial<CancelJobExecutionCommandInput> = {}) =>
		plane.iot.send(new CancelJobExecutionCommand({ jobId: "j", thingName: "a", ...input }));

	it("are listed by job: by page, by status, each try", async () => {
		report("b", "FAILED");
		const list = async (input: object) => {
			const command = new ListJobExecutionsForJobCommand({ jobId: "j", ...input });
			const { executionSummaries = [], nextToken } = await plane.iot.send(command);
			const shown = executionSummaries.map(({ thingArn: one, jobExecutionSummary: summary }) => {
				return `${one?.at(-1)} ${summary?.status} ${summary?.executionNumber} ${summary?.retryAttempt}`;
			});
			return { shown, nextToken };
		};
		const first = await list({ maxResults: 2 });
		assert.deepEqual(first.shown, ["a QUEUED 1 0", "b FAILED 1 0"]);
		const rest = await list({ nextToken: first.nextToken });
		assert.deepEqual(rest.shown, ["c QUEUED 1 0", "d QUEUED 1 0", "e QUEUED 1 0", "b QUEUED 2 1"]);
		assert.equal(rest.nextToken, undefined);
		assert.deepEqual((await list({ status: "FAILED" })).shown, ["b FAILED 1 0"]);
		await assert.rejects(list({ jobId: "z" }), awsException("ResourceNotFoundException", 404));
		await assert.rejects(list({ status: "SOME" }), awsException("InvalidRequestException", 400));
	});

	it("are listed by thing: by page, by status, by job", async () => {
		report("a", "FAILED");
		const list = async (input: object) => {
			const command = new ListJobExecutionsForThingCommand({ thingName: "a", ...input });
			const { executionSummaries = [], nextToken } = await plane.iot.send(command);
			return { shown: executionSummaries.map((one) => `${one.jobId} ${one.jobExecutionSummary?.status}`), nextToken };
		};
		assert.deepEqual((await list({})).shown, ["j FAILED", "k QUEUED", "j QUEUED"]);
		assert.deepEqual((await list({ status: "QUEUED" })).shown, ["k QUEUED", "j QUEUED"]);
		assert.deepEqual((await list({ jobId: "j" })).shown, ["j FAILED", "j QUEUED"]);
		const { nextToken } = await list({ maxResults: 2 });
		assert.deepEqual((await list({ nextToken })).shown, ["j QUEUED"]);
		await assert.rejects(list({ thingName: "z" }), awsException("ResourceNotFoundException", 404));
	});

	it("are described, the newest unless a number is given", async () => {
		report("a", "FAILED");
		const describeOne = async (input: object = {}) => {
			const command = new DescribeJobExecutionCommand({ jobId: "j", thingName: "a", ...input });
			return (await plane.iot.send(command)).execution;
		};
		const { queuedAt, lastUpdatedAt, ...newest } = (await describeOne()) ?? {};
		assert.deepEqual(newest, {
			jobId: "j",
			status: "QUEUED",
			forceCanceled: false,
			statusDetails: { detailsMap: {} },
			thingArn: thingArn("a"),
			executionNumber: 2,
			versionNumber: 1,
		});
		assert.ok(queuedAt instanceof Date && lastUpdatedAt instanceof Date);
		assert.equal((await describeOne({ executionNumber: 1 }))?.status, "FAILED");
		await assert.rejects(describeOne({ executionNumber: 3 }), awsException("ResourceNotFoundException", 404));
		await assert.rejects(describeOne({ jobId: "z" }), awsException("ResourceNotFoundException", 404));
	});

	it("are canceled when they are queued, with force also in progress", async () => {
		await assert.rejects(cancel({ expectedVersion: 3 }), awsException("VersionConflictException", 409));
		await cancel({ expectedVersion: 1, statusDetails: { by: "me" } });
		const { status, statusDetails, versionNumber } = plane.registry.jobs.describeExecution("j", "a");
		assert.deepEqual([status, statusDetails, versionNumber], ["CANCELED", { by: "me" }, 2]);
		await assert.rejects(cancel({ force: true }), awsException("InvalidStateTransitionException", 409));
		report("b", "IN_PROGRESS");
		await assert.rejects(cancel({ thingName: "b" }), awsException("InvalidStateTransitionException", 409));
		await cancel({ thingName: "b", force: true });
		assert.equal(plane.registry.jobs.describeExecution("j", "b").forceCanceled, true);
		await assert.rejects(cancel({ thingName: "z" }), awsException("ResourceNotFoundException", 404));
	});

	it("are deleted when they are terminal, with force always", async () => {
		const remove = (executionNumber: number, force = false) =>
			plane.iot.send(new DeleteJobExecutionCommand({ jobId: "j", thingName: "a", executionNumber, force }));
		report("a", "FAILED");
		await remove(1);
		await assert.rejects(remove(1), awsException("ResourceNotFoundException", 404));
		await assert.rejects(remove(2), awsException("InvalidStateTransitionException", 409));
		await remove(2, true);
		assert.deepEqual([...plane.registry.jobs.executions.ofJob("j")].length, 4);
		for (const name of ["b", "c", "d", "e"]) report(name, "SUCCEEDED");
		assert.equal(plane.registry.jobs.describeJob("j").status, "COMPLETED");
	});
});
