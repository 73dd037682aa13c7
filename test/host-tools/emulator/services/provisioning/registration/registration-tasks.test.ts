import assert from "node:assert/strict";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import {
	DescribeThingRegistrationTaskCommand,
	ListThingRegistrationTaskReportsCommand,
	ListThingRegistrationTasksCommand,
	type ReportType,
	StartThingRegistrationTaskCommand,
	StopThingRegistrationTaskCommand,
} from "@aws-sdk/client-iot";
import { TemporaryDirectories } from "../../../../../support/temporary-directory.js";
import { awsException, TestControlPlane } from "../../../http/test-control-plane.js";
import { issued, policyDocument, provisioningRoleArn as roleArn } from "../../registry-fixture.js";
import { namingPki, templateBody } from "./registration-fixture.js";

const invalid = (message: RegExp) => awsException("InvalidRequestException", 400, message);

describe("Control plane: bulk registration", () => {
	const directories = new TemporaryDirectories();
	let plane: TestControlPlane;
	let directory: string;
	beforeEach(async () => {
		directory = join(await directories.make(), "buckets");
		await mkdir(directory);
		plane = await TestControlPlane.start({ pki: namingPki, behaviour: { bucketDirectory: directory } });
		plane.registry.policies.createPolicy("p", policyDocument);
	});
	afterEach(async () => {
		await plane.close();
		await directories.remove();
	});
	const put = async (key: string, ...lines: readonly (string | object)[]) => {
		const path = join(directory, "fleet", key);
		await mkdir(dirname(path), { recursive: true });
		const texts = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line)));
		await writeFile(path, texts.join("\n"));
	};
	const start = async (inputFileKey: string, input = {}) => {
		const task = { templateBody: templateBody(), inputFileBucket: "fleet", inputFileKey, roleArn, ...input };
		return (await plane.iot.send(new StartThingRegistrationTaskCommand(task))).taskId ?? "";
	};
	const describeTask = (taskId: string) => plane.iot.send(new DescribeThingRegistrationTaskCommand({ taskId }));
	/** The registry announces each thing; the task itself is over some turns later. */
	const over = async (taskId: string) => {
		for (;;) {
			const task = await describeTask(taskId);
			if (task.status !== "InProgress" && task.status !== "Cancelling") return task;
			await setImmediate();
		}
	};
	const report = async (taskId: string, reportType: ReportType) => {
		const { resourceLinks = [] } = await plane.iot.send(
			new ListThingRegistrationTaskReportsCommand({ taskId, reportType }),
		);
		const [link] = resourceLinks;
		if (link === undefined) return [];
		const text = await (await fetch(link)).text();
		return text
			.trim()
			.split("\n")
			.map((line) => JSON.parse(line));
	};

	it("registers a thing for each line, and reports what came of each", async () => {
		const one = { ThingName: "one", CSR: "csr-1" };
		await put("in/bulk.json", one, { ThingName: "two", CSR: "bad" }, "", "nonsense", {
			ThingName: "three",
			CSR: "csr-3",
		});
		const taskId = await start("in/bulk.json");
		const task = await over(taskId);
		assert.deepEqual(
			[task.status, task.successCount, task.failureCount, task.percentageProgress, task.message],
			["Completed", 2, 2, 100, undefined],
		);
		assert.deepEqual([task.inputFileBucket, task.inputFileKey, task.roleArn], ["fleet", "in/bulk.json", roleArn]);
		assert.ok(task.creationDate instanceof Date);
		assert.deepEqual(
			Array.from(plane.registry.things.listThings(), ({ thingName }) => thingName),
			["one", "three"],
		);
		const results = await report(taskId, "RESULTS");
		assert.deepEqual(
			results.map(({ lineNumber, response }) => [lineNumber, response.ResourceArns.thing]),
			[
				[1, "arn:aws:iot:us-east-1:000000000000:thing/one"],
				[5, "arn:aws:iot:us-east-1:000000000000:thing/three"],
			],
		);
		assert.equal(results[0].response.CertificatePem, issued("csr-1").certificatePem);
		const errors = await report(taskId, "ERRORS");
		assert.deepEqual(errors[0], {
			lineNumber: 2,
			offset: JSON.stringify(one).length + 1,
			errorMessage: "The certificate signing request is bad",
		});
		assert.match(errors[1].errorMessage, /The line is not JSON/);
	});

	it("has no link to a report without lines", async () => {
		await put("bulk.json", { ThingName: "one", CSR: "csr" });
		const taskId = await start("bulk.json");
		await over(taskId);
		assert.deepEqual(await report(taskId, "ERRORS"), []);
	});

	it("runs one task at a time, which can be stopped", async () => {
		await put(
			"bulk.json",
			...Array.from({ length: 2000 }, (_, index) => ({ ThingName: `t${index}`, CSR: `c${index}` })),
		);
		const taskId = await start("bulk.json");
		await assert.rejects(start("bulk.json"), invalid(/is under way, and one can run at a time/));
		await plane.iot.send(new StopThingRegistrationTaskCommand({ taskId }));
		const task = await over(taskId);
		assert.equal(task.status, "Cancelled");
		assert.ok((task.successCount ?? 0) < 2000);
		await plane.iot.send(new StopThingRegistrationTaskCommand({ taskId }));
		const list = async (query = {}) => (await plane.iot.send(new ListThingRegistrationTasksCommand(query))).taskIds;
		assert.deepEqual(await list(), [taskId]);
		assert.deepEqual(await list({ status: "Cancelled" }), [taskId]);
		assert.deepEqual(await list({ status: "Completed" }), []);
	});

	it("fails where the object cannot be read, and tells nothing of other files", async () => {
		await writeFile(join(directory, "..", "secret"), "x");
		await put("in/x", "");
		await symlink("/etc/passwd", join(directory, "fleet", "link"));
		for (const [key, message] of [
			["no.json", /The object "no.json" of bucket "fleet" is not there/],
			["../../secret", /no bucket and key of S3/],
			["link", /is not there/],
			["in", /is not there/],
		] as const) {
			const task = await over(await start(key));
			assert.equal(task.status, "Failed");
			assert.match(task.message ?? "", message);
		}
	});

	it("keeps twenty tasks", async () => {
		const taskIds: string[] = [];
		for (let count = 0; count < 21; count++) {
			const taskId = await start("no.json");
			await over(taskId);
			taskIds.push(taskId);
			plane.clock.advance(1000);
		}
		const { taskIds: kept } = await plane.iot.send(new ListThingRegistrationTasksCommand({ maxResults: 100 }));
		assert.deepEqual(kept, taskIds.slice(1));
	});

	it("refuses what AWS refuses, and says how to have buckets", async () => {
		await assert.rejects(start("a b"), invalid(/inputFileKey must be/));
		await assert.rejects(start("a", { inputFileBucket: "a/b" }), invalid(/inputFileBucket must be/));
		await assert.rejects(start("a", { roleArn: "x".repeat(20) }), invalid(/roleArn must be/));
		await assert.rejects(start("a", { templateBody: "{" }), invalid(/not valid JSON/));
		await assert.rejects(describeTask("no"), awsException("ResourceNotFoundException", 404));
		const list = plane.iot.send(new ListThingRegistrationTasksCommand({ status: "Lost" as "Failed" }));
		await assert.rejects(list, invalid(/status must be one of/));
		await plane.close();
		plane = await TestControlPlane.start({ pki: namingPki });
		await assert.rejects(start("bulk.json"), invalid(/start it with --bucket DIR/));
	});
});
