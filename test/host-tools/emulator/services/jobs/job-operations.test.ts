import assert from "node:assert/strict";
import {
	AssociateTargetsWithJobCommand,
	CancelJobCommand,
	CreateJobCommand,
	type CreateJobCommandInput,
	CreateThingCommand,
	CreateThingGroupCommand,
	DeleteJobCommand,
	DescribeJobCommand,
	GetJobDocumentCommand,
	ListJobsCommand,
	type ListJobsCommandInput,
	ListTagsForResourceCommand,
	UpdateJobCommand,
} from "@aws-sdk/client-iot";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";
import { document, groupArn, minute, saying, thingArn } from "./job-fixture.js";

const roleArn = "arn:aws:iam::000000000000:role/jobs";

describe("Jobs: operations on jobs", () => {
	let plane: TestControlPlane;
	beforeEach(async () => {
		plane = await TestControlPlane.start();
		await plane.iot.send(new CreateThingCommand({ thingName: "a" }));
		await plane.iot.send(new CreateThingGroupCommand({ thingGroupName: "g" }));
	});
	afterEach(() => plane.close());
	const create = (jobId: string, more: Partial<CreateJobCommandInput> = {}) =>
		plane.iot.send(new CreateJobCommand({ jobId, targets: [thingArn("a")], document, ...more }));
	const describeJob = async (jobId: string) => {
		const { job } = await plane.iot.send(new DescribeJobCommand({ jobId }));
		assert.ok(job);
		return job;
	};
	const ids = async (input: ListJobsCommandInput = {}) => {
		const { jobs = [] } = await plane.iot.send(new ListJobsCommand(input));
		return jobs.map(({ jobId }) => jobId);
	};

	it("a job is described as it was made", async () => {
		const configs = {
			presignedUrlConfig: { roleArn, expiresInSec: 123 },
			jobExecutionsRolloutConfig: {
				maximumPerMinute: 10,
				exponentialRate: {
					baseRatePerMinute: 5,
					incrementFactor: 1.5,
					rateIncreaseCriteria: { numberOfSucceededThings: 3 },
				},
			},
			abortConfig: {
				criteriaList: [
					{
						action: "CANCEL" as const,
						failureType: "ALL" as const,
						minNumberOfExecutedThings: 1,
						thresholdPercentage: 90.25,
					},
				],
			},
			timeoutConfig: { inProgressTimeoutInMinutes: 100 },
			jobExecutionsRetryConfig: { criteriaList: [{ failureType: "ALL" as const, numberOfRetries: 10 }] },
		};
		const made = await create("j", {
			description: "What it is for",
			targetSelection: "CONTINUOUS",
			namespaceId: "n",
			tags: [{ Key: "k", Value: "v" }],
			...configs,
		});
		assert.deepEqual(
			[made.jobId, made.jobArn, made.description],
			["j", "arn:aws:iot:us-east-1:000000000000:job/j", "What it is for"],
		);
		const { createdAt, lastUpdatedAt, ...job } = await describeJob("j");
		assert.deepEqual(job, {
			jobArn: made.jobArn,
			jobId: "j",
			targetSelection: "CONTINUOUS",
			status: "IN_PROGRESS",
			forceCanceled: false,
			targets: [thingArn("a")],
			description: "What it is for",
			...configs,
			jobProcessDetails: {
				numberOfCanceledThings: 0,
				numberOfSucceededThings: 0,
				numberOfFailedThings: 0,
				numberOfRejectedThings: 0,
				numberOfQueuedThings: 1,
				numberOfInProgressThings: 0,
				numberOfRemovedThings: 0,
				numberOfTimedOutThings: 0,
			},
			namespaceId: "n",
			isConcurrent: false,
		});
		assert.ok(Math.abs((createdAt?.getTime() ?? 0) - plane.clock.now()) < 5000);
		assert.deepEqual(createdAt, lastUpdatedAt);
		const { tags } = await plane.iot.send(new ListTagsForResourceCommand({ resourceArn: made.jobArn }));
		assert.deepEqual(tags, [{ Key: "k", Value: "v" }]);
	});

	it("CreateJob refuses what cannot be, and makes nothing", async () => {
		const invalid: readonly Partial<CreateJobCommandInput>[] = [
			{ targets: [] },
			{ targets: ["a"] },
			{ targets: ["arn:aws:iot:us-east-1:111111111111:thing/a"] },
			{ document: "no JSON" },
			{ document: '"text"' },
			{ document: JSON.stringify({ a: "x".repeat(32_768) }) },
			{ document: undefined },
			{ documentSource: "https://s3.amazonaws.com/b/k" },
			{ document: undefined, documentSource: "https://s3.amazonaws.com/b/k" },
			{ document: '{"a":"${aws:iot:s3-presigned-url:https://s3.amazonaws.com/b/k}"}' },
			{ documentParameters: { a: "b" } },
			{ targetSelection: "SOME" as never },
			{ description: "\u0007" },
			{ presignedUrlConfig: { roleArn, expiresInSec: 10 } },
			{ presignedUrlConfig: { roleArn: "arn:aws:iam::000000000000:user/u" } },
			{ jobExecutionsRolloutConfig: { maximumPerMinute: 0 } },
			{ timeoutConfig: { inProgressTimeoutInMinutes: 10_081 } },
			{ abortConfig: { criteriaList: [] } },
			{ jobExecutionsRetryConfig: { criteriaList: [{ failureType: "FAILED", numberOfRetries: 11 }] } },
		];
		for (const input of invalid) {
			await assert.rejects(create("j", input), awsException("InvalidRequestException", 400), JSON.stringify(input));
		}
		const rate = (more: object) => ({
			jobExecutionsRolloutConfig: {
				exponentialRate: {
					baseRatePerMinute: 1,
					incrementFactor: 2,
					rateIncreaseCriteria: { numberOfNotifiedThings: 1 },
					...more,
				},
			},
		});
		for (const more of [
			{ baseRatePerMinute: 1001 },
			{ incrementFactor: 1.55 },
			{ incrementFactor: 1 },
			{ rateIncreaseCriteria: {} },
		]) {
			await assert.rejects(create("j", rate(more)), awsException("InvalidRequestException", 400));
		}
		const retry = (...types: ("FAILED" | "TIMED_OUT" | "ALL")[]) => ({
			jobExecutionsRetryConfig: {
				criteriaList: types.map((failureType) => ({ failureType, numberOfRetries: 6 })),
			},
		});
		for (const types of [
			["ALL", "FAILED"],
			["FAILED", "FAILED"],
			["FAILED", "TIMED_OUT"],
		] as const) {
			await assert.rejects(create("j", retry(...types)), awsException("InvalidRequestException", 400));
		}
		await assert.rejects(create("a b"), awsException("InvalidRequestException", 400));
		for (const targets of [[thingArn("b")], [groupArn("h")]]) {
			await assert.rejects(create("j", { targets }), awsException("ResourceNotFoundException", 404));
		}
		assert.deepEqual(await ids(), []);
		await create("j");
		await assert.rejects(create("j"), awsException("ResourceAlreadyExistsException", 409));
	});

	it("ListJobs lists by time, by page and by what is asked for", async () => {
		await create("one");
		await create("two", { targetSelection: "CONTINUOUS", namespaceId: "n" });
		await create("three", { targets: [groupArn("g")], targetSelection: "CONTINUOUS" });
		await plane.iot.send(new CancelJobCommand({ jobId: "one" }));
		assert.deepEqual([...(await ids())].sort(), ["one", "three", "two"]);
		assert.deepEqual(await ids({ status: "CANCELED" }), ["one"]);
		assert.deepEqual(await ids({ targetSelection: "SNAPSHOT" }), ["one"]);
		assert.deepEqual(await ids({ namespaceId: "n" }), ["two"]);
		const { thingGroupId } = plane.registry.thingGroups.describeThingGroup("g");
		for (const group of [{ thingGroupName: "g" }, { thingGroupId }]) {
			const { jobs = [] } = await plane.iot.send(new ListJobsCommand(group));
			assert.deepEqual(
				jobs.map((job) => [job.jobId, job.thingGroupId]),
				[["three", thingGroupId]],
			);
		}
		for (const group of [{ thingGroupName: "h" }, { thingGroupId: "00000000-0000" }]) {
			await assert.rejects(ids(group), awsException("ResourceNotFoundException", 404));
		}
		const first = await plane.iot.send(new ListJobsCommand({ maxResults: 2 }));
		const rest = await plane.iot.send(new ListJobsCommand({ maxResults: 2, nextToken: first.nextToken }));
		assert.deepEqual([first.jobs?.length, rest.jobs?.length, rest.nextToken], [2, 1, undefined]);
	});

	it("UpdateJob replaces what is given, as long as the job is under way", async () => {
		await create("j", { description: "old", timeoutConfig: { inProgressTimeoutInMinutes: 5 } });
		await plane.iot.send(new UpdateJobCommand({ jobId: "j", description: "new" }));
		const { description, timeoutConfig } = await describeJob("j");
		assert.deepEqual([description, timeoutConfig], ["new", { inProgressTimeoutInMinutes: 5 }]);
		await plane.iot.send(new CancelJobCommand({ jobId: "j" }));
		const late = new UpdateJobCommand({ jobId: "j", description: "late" });
		await assert.rejects(plane.iot.send(late), awsException("InvalidRequestException", 400));
		const missing = new UpdateJobCommand({ jobId: "z", description: "d" });
		await assert.rejects(plane.iot.send(missing), awsException("ResourceNotFoundException", 404));
	});

	it("CancelJob ends what is queued, and with force what is in progress", async () => {
		plane.registry.things.createThing("b");
		await create("j", { targets: [thingArn("a"), thingArn("b")] });
		plane.registry.jobs.report("a", "j", saying("IN_PROGRESS"));
		const wrong = new CancelJobCommand({ jobId: "j", reasonCode: "because" });
		await assert.rejects(plane.iot.send(wrong), awsException("InvalidRequestException", 400));
		const canceled = await plane.iot.send(new CancelJobCommand({ jobId: "j", reasonCode: "R_1", comment: "Stop" }));
		assert.equal(canceled.jobId, "j");
		const { jobProcessDetails, ...job } = await describeJob("j");
		assert.deepEqual([job.status, job.forceCanceled, job.reasonCode, job.comment], ["CANCELED", false, "R_1", "Stop"]);
		assert.deepEqual([jobProcessDetails?.numberOfCanceledThings, jobProcessDetails?.numberOfInProgressThings], [1, 1]);
		await assert.rejects(
			plane.iot.send(new CancelJobCommand({ jobId: "j" })),
			awsException("InvalidRequestException", 400),
		);
		await plane.iot.send(new CancelJobCommand({ jobId: "j", force: true }));
		const forced = await describeJob("j");
		assert.deepEqual([forced.forceCanceled, forced.jobProcessDetails?.numberOfCanceledThings], [true, 2]);
		assert.equal(plane.registry.jobs.describeExecution("j", "a").forceCanceled, true);
	});

	it("DeleteJob takes a job that has ended, or any with force", async () => {
		await create("j");
		await assert.rejects(
			plane.iot.send(new DeleteJobCommand({ jobId: "j" })),
			awsException("InvalidStateTransitionException", 409),
		);
		await plane.iot.send(new DeleteJobCommand({ jobId: "j", force: true }));
		await create("k");
		await plane.iot.send(new CancelJobCommand({ jobId: "k" }));
		await plane.iot.send(new DeleteJobCommand({ jobId: "k" }));
		assert.deepEqual(await ids(), []);
		assert.deepEqual([...plane.registry.jobs.executions.ofThing("a")], []);
		await assert.rejects(
			plane.iot.send(new DeleteJobCommand({ jobId: "k" })),
			awsException("ResourceNotFoundException", 404),
		);
	});

	it("AssociateTargetsWithJob adds to a continuous job only", async () => {
		plane.registry.things.createThing("b");
		await create("c", { targetSelection: "CONTINUOUS" });
		await create("s");
		const more = (jobId: string) =>
			plane.iot.send(new AssociateTargetsWithJobCommand({ jobId, targets: [thingArn("b"), thingArn("a")] }));
		assert.equal((await more("c")).jobId, "c");
		const { targets, jobProcessDetails } = await describeJob("c");
		assert.deepEqual(targets, [thingArn("a"), thingArn("b")]);
		assert.equal(jobProcessDetails?.numberOfQueuedThings, 2);
		await assert.rejects(more("s"), awsException("InvalidRequestException", 400));
	});

	it("says what is still to be reached, and when maintenance windows open", async () => {
		plane.registry.things.createThing("b");
		const targets = [thingArn("a"), thingArn("b")];
		await create("j", { targets, jobExecutionsRolloutConfig: { maximumPerMinute: 1 } });
		const { isConcurrent, jobProcessDetails } = await describeJob("j");
		assert.deepEqual([isConcurrent, jobProcessDetails?.processingTargets], [true, targets]);
		plane.clock.advance(minute);
		assert.equal((await describeJob("j")).isConcurrent, false);
		const maintenanceWindows = [{ startTime: "cron(0 18 1 1 ? *)", durationInMinutes: 10 }];
		await create("w", { schedulingConfig: { maintenanceWindows } });
		const { scheduledJobRollouts = [] } = await describeJob("w");
		assert.equal(scheduledJobRollouts.length, 7);
		assert.match(scheduledJobRollouts[0]?.startTime ?? "", /^\d{4}-01-01 18:00$/);
	});

	it("GetJobDocument shows a managed template's document before and after substitution", async () => {
		await create("j", {
			document: undefined,
			jobTemplateArn: "arn:aws:iot:us-east-1::jobtemplate/AWS-Download-File:1.0",
			documentParameters: { downloadUrl: 'https://x/"y"', filePath: "/tmp/y" },
		});
		const documentOf = async (beforeSubstitution: boolean) =>
			(await plane.iot.send(new GetJobDocumentCommand({ jobId: "j", beforeSubstitution }))).document ?? "";
		assert.match(await documentOf(true), /\$\{aws:iot:parameter:downloadUrl\}/);
		const { action } = JSON.parse(await documentOf(false)).steps[0];
		assert.deepEqual(action.input.args, ['https://x/"y"', "/tmp/y"]);
		assert.equal(action.input.path, "");
	});
});
