import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CreateOTAUpdateCommand, CreateThingCommand, GetOTAUpdateCommand, IoTClient } from "@aws-sdk/client-iot";
import { startHttpServer } from "../../../../../host-tools/emulator/http/http-server.js";
import { allowAll, createDevice, type EmulatorParts, startEmulatorParts } from "../../../../support/emulator-parts.js";
import { connectClient, type TestClient } from "../../../../support/mqtt.js";
import { TemporaryDirectories } from "../../../../support/temporary-directory.js";

const blockSize = 1024;

/** What a FreeRTOS agent does: it takes the job, and asks for what is missing until nothing is. */
async function update(device: TestClient): Promise<Buffer> {
	await device.publish("$aws/things/t/jobs/$next/get");
	const { execution } = JSON.parse((await device.next("a job")).payload.toString());
	const { streamname, files } = execution.jobDocument.afr_ota;
	const [{ fileid, filesize }] = files;
	const missing = new Set(Array.from({ length: Math.ceil(filesize / blockSize) }, (_, block) => block));
	const image = Buffer.alloc(filesize);
	const prefix = `$aws/things/t/streams/${streamname}`;
	await device.subscribe(`${prefix}/data/json`);
	await device.subscribe(`${prefix}/description/json`);
	while (missing.size > 0) {
		const bitmap = Buffer.alloc(Math.ceil(filesize / blockSize / 8));
		for (const block of missing) bitmap[block >> 3] = (bitmap[block >> 3] ?? 0) | (1 << (block & 7));
		await device.publish(
			`${prefix}/get/json`,
			JSON.stringify({ f: fileid, l: blockSize, o: 0, b: bitmap.toString("hex") }),
		);
		// Its answer says when to look what is missing; blocks may be slower.
		await device.publish(`${prefix}/describe/json`, "{}");
		for (
			let message = await device.next("a block");
			message.topic.endsWith("/data/json");
			message = await device.next()
		) {
			const { i, p } = JSON.parse(message.payload.toString());
			Buffer.from(p, "base64").copy(image, i * blockSize);
			missing.delete(i);
		}
	}
	await device.publish(`$aws/things/t/jobs/${execution.jobId}/update`, JSON.stringify({ status: "SUCCEEDED" }));
	let last = await device.next("the end");
	// Blocks that were asked for twice may still be on their way.
	while (last.topic.endsWith("/data/json")) last = await device.next("the end");
	assert.match(last.topic, /\/update\/accepted$/);
	return image;
}

describe("An OTA update over MQTT", () => {
	const directories = new TemporaryDirectories();
	let parts: EmulatorParts;
	let iot: IoTClient;
	let close: () => Promise<void>;
	const image = randomBytes(100_000);

	beforeEach(async () => {
		const bucketDirectory = await directories.make();
		await mkdir(join(bucketDirectory, "firmware"));
		await writeFile(join(bucketDirectory, "firmware", "app.bin"), image);
		const streamFaults = { loseEvery: 5, doubleEvery: 7, reorder: true };
		parts = await startEmulatorParts({ behaviour: { bucketDirectory, streamFaults } });
		const { operations, durable, storeFailure } = parts.backend;
		const { journal } = parts;
		const http = await startHttpServer({ operations, journal, durable, storeFailure, host: "127.0.0.1", port: 0 });
		const credentials = { accessKeyId: "test", secretAccessKey: "test" };
		iot = new IoTClient({ endpoint: `http://127.0.0.1:${http.port}`, region: "us-east-1", credentials });
		close = async () => {
			iot.destroy();
			await http.close();
			await parts.close();
		};
	});
	afterEach(async () => {
		await close();
		await directories.remove();
	});

	it("reaches a device whole, though blocks are lost, doubled and out of order", async () => {
		const { thingArn = "" } = await iot.send(new CreateThingCommand({ thingName: "t" }));
		await iot.send(
			new CreateOTAUpdateCommand({
				otaUpdateId: "u",
				targets: [thingArn],
				files: [{ fileName: "/", fileLocation: { s3Location: { bucket: "firmware", key: "app.bin" } } }],
				roleArn: "arn:aws:iam::000000000000:role/ota",
			}),
		);
		const { otaUpdateInfo } = await iot.send(new GetOTAUpdateCommand({ otaUpdateId: "u" }));
		assert.deepEqual([otaUpdateInfo?.otaUpdateStatus, otaUpdateInfo?.errorInfo], ["CREATE_COMPLETE", undefined]);
		const device = await connectClient(parts, await createDevice(parts, [allowAll]), { clientId: "t" });
		assert.deepEqual(await update(device), image);
		device.mqtt.end(true);
	});
});
