import assert from "node:assert/strict";
import { defaultScope } from "../../../../../../host-tools/emulator/arn.js";
import type { JsonObject } from "../../../../../../host-tools/emulator/json-value.js";
import {
	allow,
	allowAll,
	type Credentials,
	createDevice,
	type EmulatorParts,
	startEmulatorParts,
} from "../../../../../support/emulator-parts.js";
import { connectClient, type TestClient } from "../../../../../support/mqtt.js";
import { document, thingArn } from "../job-fixture.js";

const prefix = "$aws/things/board/jobs";

describe("Jobs over MQTT", () => {
	let parts: EmulatorParts;
	let device: Credentials;
	let client: TestClient;
	before(async () => {
		parts = await startEmulatorParts();
		device = await createDevice(parts, [allowAll]);
	});
	after(() => parts.close());
	beforeEach(async () => {
		parts.registry.things.createThing("board");
		client = await connectClient(parts, device, { clientId: "board" });
	});
	afterEach(async () => {
		client.mqtt.end(true);
		for (const { jobId } of [...parts.registry.jobs.listJobs()]) parts.registry.jobs.deleteJob(jobId);
	});
	const create = (jobId: string, more: JsonObject = {}) =>
		parts.registry.jobs.createJob(jobId, { targets: [thingArn("board")], document, ...more }, defaultScope);
	const next = async () => {
		const { topic, payload } = await client.next();
		return [topic, JSON.parse(payload.toString())];
	};
	const ask = async (topic: string, body: unknown = {}) => {
		await client.publish(`${prefix}/${topic}`, typeof body === "string" ? body : JSON.stringify(body));
		const [answered, answer] = await next();
		assert.ok(answered.startsWith(`${prefix}/${topic}/`), answered);
		return { outcome: answered.slice(`${prefix}/${topic}/`.length), ...answer };
	};
	const now = () => Math.floor(parts.clock.now() / 1000);
	const isNow = (seconds: number) => assert.ok(Math.abs(seconds - now()) <= 2, `${seconds} is not now, in seconds`);

	it("a board does a job: told of it, begun, reported, and told that nothing is left", async () => {
		await client.subscribe(`${prefix}/notify-next`, `${prefix}/notify`);
		create("j", { document: '{"url":"x"}' });
		const [notify, list] = await next();
		assert.equal(notify, `${prefix}/notify`);
		assert.deepEqual(Object.keys(list.jobs), ["QUEUED"]);
		const [{ queuedAt, lastUpdatedAt, ...queued }] = list.jobs.QUEUED;
		assert.deepEqual(queued, { jobId: "j", executionNumber: 1, versionNumber: 1 });
		for (const seconds of [list.timestamp, queuedAt, lastUpdatedAt]) isNow(seconds);
		const [notifyNext, { execution }] = await next();
		assert.equal(notifyNext, `${prefix}/notify-next`);
		assert.deepEqual([execution.status, execution.jobDocument], ["QUEUED", { url: "x" }]);
		const started = await ask("start-next", { clientToken: "t1", statusDetails: { step: "one" } });
		assert.deepEqual([started.outcome, started.clientToken], ["accepted", "t1"]);
		const { startedAt, queuedAt: _, lastUpdatedAt: __, ...rest } = started.execution;
		isNow(startedAt);
		assert.deepEqual(rest, {
			jobId: "j",
			thingName: "board",
			status: "IN_PROGRESS",
			statusDetails: { step: "one" },
			versionNumber: 2,
			executionNumber: 1,
			jobDocument: { url: "x" },
		});
		const reported = await ask("j/update", { status: "SUCCEEDED", expectedVersion: "2", clientToken: "t2" });
		isNow(reported.timestamp);
		assert.deepEqual(reported, { outcome: "accepted", clientToken: "t2", timestamp: reported.timestamp });
		const [, emptyList] = await next();
		assert.deepEqual(emptyList, { timestamp: emptyList.timestamp, jobs: {} });
		const [last, nothing] = await next();
		assert.equal(last, `${prefix}/notify-next`);
		assert.deepEqual(nothing, { timestamp: nothing.timestamp });
	});

	it("tells as the guide's series of examples does", async () => {
		await client.subscribe(`${prefix}/notify-next`, `${prefix}/notify`);
		const told = async () => {
			const [topic, body] = await next();
			const names = (list: { jobId: string }[] = []) => list.map(({ jobId }) => jobId);
			if (topic.endsWith("notify-next")) return `next ${body.execution?.jobId ?? "none"}`;
			return `${names(body.jobs.IN_PROGRESS)} | ${names(body.jobs.QUEUED)}`;
		};
		const report = (jobId: string, status: string) => ask(`${jobId}/update`, { status });
		create("job1");
		assert.deepEqual([await told(), await told()], [" | job1", "next job1"]);
		create("job2");
		assert.equal(await told(), " | job1,job2");
		await ask("start-next");
		create("job3");
		assert.equal(await told(), "job1 | job2,job3");
		await report("job1", "SUCCEEDED");
		assert.deepEqual([await told(), await told()], [" | job2,job3", "next job2"]);
		await report("job3", "IN_PROGRESS");
		assert.equal(await told(), "next job3");
		await report("job2", "REJECTED");
		assert.equal(await told(), "job3 | ");
		parts.registry.jobs.removeJob("job3", true);
		assert.deepEqual([await told(), await told()], [" | ", "next none"]);
		assert.deepEqual(client.pending, []);
	});

	it("lists, describes and begins nothing when there is nothing", async () => {
		const { timestamp: _, ...pending } = await ask("get", { clientToken: "t" });
		assert.deepEqual(pending, { outcome: "accepted", inProgressJobs: [], queuedJobs: [], clientToken: "t" });
		for (const topic of ["start-next", "$next/get"]) {
			assert.deepEqual(Object.keys(await ask(topic, "")), ["outcome", "timestamp"]);
		}
	});

	it("describes the next one without beginning it, with or without its document", async () => {
		create("j", { timeoutConfig: { inProgressTimeoutInMinutes: 5 } });
		const described = await ask("$next/get");
		assert.deepEqual([described.execution.jobId, described.execution.status], ["j", "QUEUED"]);
		assert.equal("approximateSecondsBeforeTimedOut" in described.execution, false);
		await ask("start-next", { stepTimeoutInMinutes: 2 });
		const { execution } = await ask("j/get", { includeJobDocument: false, executionNumber: 1 });
		assert.equal("jobDocument" in execution, false);
		assert.ok(execution.approximateSecondsBeforeTimedOut > 100 && execution.approximateSecondsBeforeTimedOut <= 120);
		const { inProgressJobs } = await ask("get");
		assert.deepEqual([inProgressJobs.length, inProgressJobs[0].versionNumber], [1, 2]);
	});

	it("answers with state and document where they are asked for", async () => {
		create("j");
		const body = {
			status: "IN_PROGRESS",
			statusDetails: { a: "1" },
			includeJobExecutionState: true,
			includeJobDocument: true,
		};
		const { executionState, jobDocument } = await ask("j/update", body);
		assert.deepEqual(executionState, { status: "IN_PROGRESS", statusDetails: { a: "1" }, versionNumber: 2 });
		assert.deepEqual(jobDocument, { operation: "test" });
		const again = await ask("j/update", { status: "IN_PROGRESS", includeJobExecutionState: true });
		assert.deepEqual(again.executionState, { status: "IN_PROGRESS", statusDetails: { a: "1" }, versionNumber: 3 });
	});

	it("refuses with a code, and with the state where it helps", async () => {
		create("j");
		create("done");
		await ask("done/update", { status: "FAILED" });
		const details = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`k${index}`, "v"]));
		const cases: readonly [topic: string, body: unknown, code: string, state?: string][] = [
			["j/update", "{", "InvalidJson"],
			["j/update", "[]", "InvalidJson"],
			["j/update", { clientToken: 5 }, "InvalidRequest"],
			["j/update", { status: "CANCELED" }, "InvalidRequest"],
			["j/update", { status: "IN_PROGRESS", statusDetails: { a: "" } }, "InvalidRequest"],
			["j/update", { status: "IN_PROGRESS", statusDetails: { "a b": "x" } }, "InvalidRequest"],
			["j/update", { status: "IN_PROGRESS", statusDetails: { a: "x".repeat(1025) } }, "InvalidRequest"],
			["j/update", { status: "IN_PROGRESS", statusDetails: details }, "InvalidRequest"],
			["j/update", { status: "IN_PROGRESS", statusDetails: { a: 1 } }, "InvalidRequest"],
			["j/update", { status: "IN_PROGRESS", stepTimeoutInMinutes: 0 }, "InvalidRequest"],
			["j/update", { status: "IN_PROGRESS", stepTimeoutInMinutes: 10081 }, "InvalidRequest"],
			["j/update", { status: "IN_PROGRESS", expectedVersion: "x" }, "InvalidRequest"],
			["j/update", { status: "SUCCEEDED", expectedVersion: 7 }, "VersionMismatch", "QUEUED"],
			["j/update", { status: "SUCCEEDED", executionNumber: 2 }, "ResourceNotFound"],
			["missing/update", { status: "SUCCEEDED" }, "ResourceNotFound"],
			["missing/get", {}, "ResourceNotFound"],
			["done/update", { status: "IN_PROGRESS" }, "InvalidStateTransition", "FAILED"],
			["done/get", {}, "TerminalStateReached"],
			["j/explode", {}, "InvalidTopic"],
			["$next/update", { status: "SUCCEEDED" }, "InvalidTopic"],
		];
		for (const [topic, body, code, status] of cases) {
			const answer = await ask(topic, body);
			assert.deepEqual([answer.outcome, answer.code], ["rejected", code], `${topic} ${JSON.stringify(body)}`);
			assert.equal(answer.executionState?.status, status);
			assert.ok(answer.message.length > 10);
			isNow(answer.timestamp);
		}
		const { message, clientToken } = await ask("j/update", { clientToken: "t" });
		assert.equal(clientToken, "t");
		assert.match(message, /^Value null at 'status' failed to satisfy constraint: Member must not be null$/);
		const refusal = parts.journal.list().at(-1);
		assert.deepEqual([refusal?.plane, refusal?.code], ["jobs", "invalid-request"]);
	});

	it("has nothing for a thing that is not there", async () => {
		await client.publish("$aws/things/nobody/jobs/get", "");
		const [topic, body] = await next();
		assert.deepEqual([topic, body.code], ["$aws/things/nobody/jobs/get/rejected", "ResourceNotFound"]);
	});

	it("answers whoever asked and nobody else, whoever has subscribed", async () => {
		create("j");
		const other = await connectClient(parts, device, { clientId: "other" });
		await other.subscribe(`${prefix}/#`);
		await client.subscribe(`${prefix}/+/get/accepted`);
		assert.equal((await ask("$next/get")).execution.jobId, "j");
		assert.deepEqual(other.pending, []);
		other.mqtt.end(true);
	});

	it("lets nobody forge what is AWS's to say, and asks the policy first", async () => {
		for (const topic of ["notify", "notify-next", "get/accepted", "j/update/rejected"]) {
			const forger = await connectClient(parts, device, { clientId: "forger" });
			forger.mqtt.publish(`${prefix}/${topic}`, "{}");
			await forger.closed();
		}
		const poor = await connectClient(
			parts,
			await createDevice(parts, [allow("iot:Connect", "client/*"), allow("iot:Publish", `topic/${prefix}/get`)]),
			{ clientId: "poor" },
		);
		await poor.publish(`${prefix}/get`, "");
		assert.equal((await poor.next()).topic, `${prefix}/get/accepted`);
		poor.mqtt.publish(`${prefix}/start-next`, "");
		await poor.closed();
		assert.equal(parts.journal.list().at(-1)?.code, "policy-denied");
	});
});
