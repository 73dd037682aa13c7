import assert from "node:assert/strict";
import { CreateJobCommand, CreateThingCommand, DescribeJobExecutionCommand } from "@aws-sdk/client-iot";
import {
	GetRetainedMessageCommand,
	GetThingShadowCommand,
	IoTDataPlaneClient,
	PublishCommand,
	UpdateThingShadowCommand,
} from "@aws-sdk/client-iot-data-plane";
import {
	IoTJobsDataPlaneClient,
	StartNextPendingJobExecutionCommand,
	UpdateJobExecutionCommand,
} from "@aws-sdk/client-iot-jobs-data-plane";
import { accessKey, LocalBench } from "./support/local-bench.js";

describe("clients: the AWS SDK for JavaScript", function () {
	this.timeout(60_000);
	let bench: LocalBench;
	let data: IoTDataPlaneClient;
	let jobs: IoTJobsDataPlaneClient;

	before(async () => {
		bench = await LocalBench.start();
		const where = { endpoint: bench.endpointUrl, region: "us-east-1", credentials: { ...accessKey } };
		data = new IoTDataPlaneClient(where);
		jobs = new IoTJobsDataPlaneClient(where);
	});
	after(async () => {
		data?.destroy();
		jobs?.destroy();
		await bench?.close();
	});

	const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();

	it("keeps messages and shadows", async () => {
		const [topic, payload] = ["plant/state", Buffer.from("on")];
		await data.send(new PublishCommand({ topic, qos: 1, retain: true, payload, contentType: "text/plain" }));
		const kept = await data.send(new GetRetainedMessageCommand({ topic }));
		assert.deepEqual([text(kept.payload), kept.qos], ["on", 1]);
		const state = { reported: { t: 21.5 } };
		const update = { thingName: "s-1", payload: Buffer.from(JSON.stringify({ state })) };
		await data.send(new UpdateThingShadowCommand(update));
		const shadow = JSON.parse(text((await data.send(new GetThingShadowCommand({ thingName: "s-1" }))).payload));
		assert.deepEqual([shadow.state, shadow.version], [state, 1]);
	});

	it("has a job done", async () => {
		const [thingName, jobId] = ["worker", "restart"];
		const { thingArn = "" } = await bench.iot.send(new CreateThingCommand({ thingName }));
		await bench.iot.send(new CreateJobCommand({ jobId, targets: [thingArn], document: '{"to":2}' }));
		const { execution: started } = await jobs.send(new StartNextPendingJobExecutionCommand({ thingName }));
		assert.deepEqual([started?.jobId, started?.jobDocument], [jobId, '{"to":2}']);
		const statusDetails = { step: "done" };
		await jobs.send(new UpdateJobExecutionCommand({ thingName, jobId, status: "SUCCEEDED", statusDetails }));
		const { execution } = await bench.iot.send(new DescribeJobExecutionCommand({ thingName, jobId }));
		assert.deepEqual([execution?.status, execution?.statusDetails?.detailsMap], ["SUCCEEDED", statusDetails]);
	});
});
