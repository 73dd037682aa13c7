import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CreateJobCommand, CreateThingCommand, DescribeJobCommand, IoTClient } from "@aws-sdk/client-iot";
import { DescribeJobExecutionCommand, IoTJobsDataPlaneClient } from "@aws-sdk/client-iot-jobs-data-plane";
import type { Behaviour } from "../../../../../host-tools/emulator/behaviour.js";
import { type Emulator, startEmulator } from "../../../../../host-tools/emulator/emulator.js";
import { parseS3Url } from "../../../../../host-tools/emulator/services/jobs/files/s3-url.js";
import { TemporaryDirectories } from "../../../../support/temporary-directory.js";
import { awsException } from "../../http/test-control-plane.js";
import { minute, thingArn } from "./job-fixture.js";

const image = "https://s3.eu-central-1.amazonaws.com/firmware/v2/app%201.bin";
const source = "https://firmware.s3.eu-central-1.amazonaws.com/job.json";
const presignedUrlConfig = { roleArn: "arn:aws:iam::000000000000:role/jobs", expiresInSec: 60 };

describe("Jobs: objects of S3", () => {
	const directories = new TemporaryDirectories();
	let emulator: Emulator;
	let iot: IoTClient;
	let device: IoTJobsDataPlaneClient;
	before(async () => {
		const bucketDirectory = await directories.make();
		await mkdir(join(bucketDirectory, "firmware", "v2"), { recursive: true });
		await writeFile(join(bucketDirectory, "firmware", "v2", "app 1.bin"), Buffer.from([0, 255, 1]));
		const document = JSON.stringify({ image: `\${aws:iot:s3-presigned-url:${image}}` });
		await writeFile(join(bucketDirectory, "firmware", "job.json"), document);
		const behaviour: Behaviour & { bucketDirectory: string } = { bucketDirectory };
		emulator = await startEmulator({ port: 0, mqttPort: 0, keysAhead: 1, behaviour });
		const client = {
			endpoint: emulator.endpointUrl,
			region: "us-east-1",
			credentials: { accessKeyId: "test", secretAccessKey: "test" },
			maxAttempts: 1,
		};
		iot = new IoTClient(client);
		device = new IoTJobsDataPlaneClient(client);
		await iot.send(new CreateThingCommand({ thingName: "board" }));
	});
	after(async () => {
		iot.destroy();
		device.destroy();
		await emulator.close();
		await directories.remove();
	});
	const create = (jobId: string, documentSource: string) =>
		iot.send(new CreateJobCommand({ jobId, targets: [thingArn("board")], documentSource, presignedUrlConfig }));

	it("give the document, and a URL of this machine in the placeholder's place, for a time", async () => {
		await create("j", source);
		assert.equal((await iot.send(new DescribeJobCommand({ jobId: "j" }))).documentSource, source);
		const { execution } = await device.send(new DescribeJobExecutionCommand({ jobId: "j", thingName: "board" }));
		const { image: url } = JSON.parse(execution?.jobDocument ?? "");
		const get = async (from: string) => {
			const response = await fetch(from, { headers: { connection: "close" } });
			return [response.status, [...new Uint8Array(await response.arrayBuffer())].slice(0, 3)] as const;
		};
		assert.deepEqual(await get(url), [200, [0, 255, 1]]);
		assert.equal((await get(url.replace("app%201.bin", "other")))[0], 403);
		assert.equal((await get(url.replace(/expires=\d+/, "expires=9999999999")))[0], 403);
		emulator.clock.advance(2 * minute);
		assert.equal((await get(url))[0], 403);
	});

	it("that are not there make no job", async () => {
		for (const [index, url] of [
			`${source}x`,
			"https://example.com/a/b",
			"job.json",
			"https://s3.amazonaws.com/b",
		].entries()) {
			await assert.rejects(create(`k${index}`, url), awsException("InvalidRequestException", 400, /^documentSource /));
		}
	});

	it("are named in all the ways that S3 has", () => {
		const location = { bucket: "b.c", key: "d/e f" };
		for (const url of [
			"https://s3.amazonaws.com/b.c/d/e%20f",
			"https://s3-eu-west-1.amazonaws.com/b.c/d/e%20f",
			"https://b.c.s3.amazonaws.com/d/e%20f",
			"https://b.c.s3.cn-north-1.amazonaws.com.cn/d/e%20f",
			"s3://b.c/d/e%20f",
		]) {
			assert.deepEqual(parseS3Url(url), location, url);
		}
		for (const url of [
			"http://s3.amazonaws.com/b/k",
			"https://amazonaws.com/b/k",
			"https://s3.amazonaws.com.evil.example/b/k",
			"https://s3.amazonaws.com/%zz/k",
		]) {
			assert.equal(parseS3Url(url), undefined, url);
		}
	});
});
