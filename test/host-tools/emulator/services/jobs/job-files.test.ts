import assert from "node:assert/strict";
import { defaultScope } from "../../../../../host-tools/emulator/arn.js";
import type { JobFiles } from "../../../../../host-tools/emulator/services/jobs/job-files.js";
import { jobsService } from "../../../../../host-tools/emulator/services/jobs/jobs-service.js";
import { allowAll, createDevice, type EmulatorParts, startEmulatorParts } from "../../../../support/emulator-parts.js";
import { connectClient } from "../../../../support/mqtt.js";
import { refused } from "../refused.js";
import { thingArn } from "./job-fixture.js";

const image = "https://s3.eu-central-1.amazonaws.com/firmware/v2/app.bin";
const source = "https://firmware.s3.eu-central-1.amazonaws.com/job.json";
const presignedUrlConfig = { roleArn: "arn:aws:iam::000000000000:role/jobs", expiresInSec: 60 };

describe("Jobs: objects of S3", () => {
	let parts: EmulatorParts;
	before(async () => {
		const jobFiles: JobFiles = {
			read: (url) => (url === source ? `{"image":"\${aws:iot:s3-presigned-url:${image}}"}` : undefined),
			urlOf: (url, seconds) => `http://127.0.0.1:4566/file?of="${new URL(url).pathname}"&seconds=${seconds}`,
		};
		parts = await startEmulatorParts({ services: [(service) => jobsService({ ...service, jobFiles })] });
		parts.registry.things.createThing("board");
	});
	after(() => parts.close());
	const create = (jobId: string, documentSource: string) =>
		parts.registry.jobs.createJob(
			jobId,
			{ targets: [thingArn("board")], documentSource, presignedUrlConfig },
			defaultScope,
		);

	it("give the document, and a URL of this machine in the placeholder's place", async () => {
		create("j", source);
		assert.equal(parts.registry.jobs.describeJob("j").documentSource, source);
		const client = await connectClient(parts, await createDevice(parts, [allowAll]), { clientId: "board" });
		await client.publish("$aws/things/board/jobs/j/get", "");
		const { execution } = JSON.parse((await client.next()).payload.toString());
		assert.deepEqual(execution.jobDocument, {
			image: 'http://127.0.0.1:4566/file?of="/firmware/v2/app.bin"&seconds=60',
		});
		client.mqtt.end(true);
	});

	it("that are not there make no job", () => {
		assert.throws(
			() => create("k", `${source}x`),
			refused("InvalidRequestException", 400, /no object that can be read/),
		);
	});
});
