import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
	CreateOTAUpdateCommand,
	type CreateOTAUpdateCommandInput,
	DeleteOTAUpdateCommand,
	DeleteStreamCommand,
	DescribeStreamCommand,
	GetOTAUpdateCommand,
	ListOTAUpdatesCommand,
	ListTagsForResourceCommand,
} from "@aws-sdk/client-iot";
import { AwsError, notFound } from "../../../../../host-tools/emulator/aws-error.js";
import type { JsonObject } from "../../../../../host-tools/emulator/json-value.js";
import type { Jobs } from "../../../../../host-tools/emulator/services/jobs/jobs.js";
import { otaService } from "../../../../../host-tools/emulator/services/ota/ota-service.js";
import { streamsService } from "../../../../../host-tools/emulator/services/streams/streams-service.js";
import { tagsService } from "../../../../../host-tools/emulator/services/tags/tags-service.js";
import { TemporaryDirectories } from "../../../../support/temporary-directory.js";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";

const roleArn = "arn:aws:iam::000000000000:role/ota";
const target = "arn:aws:iot:us-east-1:000000000000:thing/t";
const s3Location = { bucket: "firmware", key: "v1/app.bin" };
const signature = Buffer.from([0x30, 0x44, 0xff]);
const customCodeSigning = {
	signature: { inlineDocument: signature },
	certificateChain: { certificateName: "/certs/signer.pem" },
	hashAlgorithm: "SHA256",
	signatureAlgorithm: "ECDSA",
};

/** Jobs as `Jobs` says they are: things they are for must be called t, and none is ever over. */
class JobsDouble implements Jobs {
	readonly made = new Map<string, JsonObject>();

	createJob(jobId: string, input: JsonObject) {
		if (!JSON.stringify(input.targets).endsWith('thing/t"]')) throw notFound("There is no such target");
		this.made.set(jobId, input);
		return { jobId, jobArn: `arn:aws:iot:us-east-1:000000000000:job/${jobId}` };
	}

	hasJob(jobId: string): boolean {
		return this.made.has(jobId);
	}

	deleteJob(jobId: string): void {
		this.made.delete(jobId);
	}

	removeJob(jobId: string, force: boolean): void {
		if (!force) throw new AwsError("InvalidStateTransitionException", "The job is IN_PROGRESS");
		this.deleteJob(jobId);
	}
}

describe("Control plane: OTA updates", () => {
	const directories = new TemporaryDirectories();
	let plane: TestControlPlane;
	let jobs: JobsDouble;
	beforeEach(async () => {
		const bucketDirectory = await directories.make();
		await mkdir(join(bucketDirectory, "firmware", "v1"), { recursive: true });
		await writeFile(join(bucketDirectory, "firmware", "v1", "app.bin"), Buffer.alloc(1234));
		jobs = new JobsDouble();
		const withBuckets = <T extends { readonly behaviour: object }>(parts: T) => ({
			...parts,
			behaviour: { ...parts.behaviour, bucketDirectory },
		});
		plane = await TestControlPlane.start({
			services: [
				(parts) => streamsService(withBuckets(parts)),
				(parts) => otaService({ ...withBuckets(parts), registry: { ...parts.registry, jobs } }),
				tagsService,
			],
		});
	});
	afterEach(async () => {
		await plane.close();
		await directories.remove();
	});

	const create = (otaUpdateId: string, input: Partial<CreateOTAUpdateCommandInput> = {}) =>
		plane.iot.send(
			new CreateOTAUpdateCommand({
				otaUpdateId,
				targets: [target],
				files: [
					{ fileName: "/updates", fileType: 2, fileLocation: { s3Location }, codeSigning: { customCodeSigning } },
				],
				roleArn,
				...input,
			}),
		);
	const get = async (otaUpdateId: string) =>
		(await plane.iot.send(new GetOTAUpdateCommand({ otaUpdateId }))).otaUpdateInfo;
	const remove = (otaUpdateId: string, input: object = {}) =>
		plane.iot.send(new DeleteOTAUpdateCommand({ otaUpdateId, ...input }));
	const documentOf = (jobId: string) => JSON.parse(String(jobs.made.get(jobId)?.document));

	it("make a stream and a job whose document FreeRTOS's agents read", async () => {
		const { $metadata, ...created } = await create("u", { tags: [{ Key: "k", Value: "v" }] });
		const otaUpdateArn = "arn:aws:iot:us-east-1:000000000000:otaupdate/u";
		assert.deepEqual(created, { otaUpdateId: "u", otaUpdateArn, otaUpdateStatus: "CREATE_PENDING" });
		const update = await get("u");
		assert.equal(update?.otaUpdateStatus, "CREATE_COMPLETE");
		assert.equal(update?.awsIotJobId, "AFR_OTA-u");
		assert.equal(update?.awsIotJobArn, "arn:aws:iot:us-east-1:000000000000:job/AFR_OTA-u");
		assert.deepEqual([update?.targets, update?.protocols, update?.targetSelection], [[target], ["MQTT"], "SNAPSHOT"]);
		assert.deepEqual(update?.otaUpdateFiles?.[0]?.fileLocation, { s3Location });
		assert.deepEqual(
			Buffer.from(update?.otaUpdateFiles?.[0]?.codeSigning?.customCodeSigning?.signature?.inlineDocument ?? []),
			signature,
		);
		assert.deepEqual([update?.awsJobExecutionsRolloutConfig, update?.awsJobPresignedUrlConfig], [{}, {}]);
		const { streamname, ...document } = documentOf("AFR_OTA-u").afr_ota;
		assert.deepEqual(document, {
			protocols: ["MQTT"],
			files: [
				{
					filepath: "/updates",
					filesize: 1234,
					fileid: 0,
					certfile: "/certs/signer.pem",
					fileType: 2,
					"sig-sha256-ecdsa": signature.toString("base64"),
				},
			],
		});
		assert.match(streamname, /^AFR_OTA-[0-9a-f-]{36}$/);
		const stream = await plane.iot.send(new DescribeStreamCommand({ streamId: streamname }));
		assert.deepEqual(stream.streamInfo?.files, [{ fileId: 0, s3Location }]);
		const { tags } = await plane.iot.send(new ListTagsForResourceCommand({ resourceArn: otaUpdateArn }));
		assert.deepEqual(tags, [{ Key: "k", Value: "v" }]);
	});

	it("offer files over HTTP, and pass on what is for the job", async () => {
		await create("u", {
			protocols: ["HTTP"],
			targetSelection: "CONTINUOUS",
			description: "d",
			awsJobExecutionsRolloutConfig: { maximumPerMinute: 10 },
			awsJobPresignedUrlConfig: { expiresInSec: 300 },
			awsJobTimeoutConfig: { inProgressTimeoutInMinutes: 5 },
			files: [{ fileLocation: { s3Location: { bucket: "firmware", key: "v1/app.bin" } } }],
		});
		const { document, ...input } = jobs.made.get("AFR_OTA-u") ?? {};
		assert.deepEqual(input, {
			targets: [target],
			targetSelection: "CONTINUOUS",
			description: "d",
			jobExecutionsRolloutConfig: { maximumPerMinute: 10 },
			timeoutConfig: { inProgressTimeoutInMinutes: 5 },
			presignedUrlConfig: { expiresInSec: 300, roleArn },
		});
		assert.deepEqual(JSON.parse(String(document)), {
			afr_ota: {
				protocols: ["HTTP"],
				files: [
					{
						filesize: 1234,
						fileid: 0,
						update_data_url: `\${aws:iot:s3-presigned-url:https://s3.us-east-1.amazonaws.com/firmware/v1/app.bin}`,
						auth_scheme: "aws.s3.presigned",
					},
				],
			},
		});
		assert.deepEqual([...plane.registry.streams.listStreams()], []);
	});

	it("use a stream that is there", async () => {
		plane.registry.streams.createStream("mine", {
			files: [{ fileId: 7, s3Location }],
			roleArn,
			description: undefined,
		});
		await create("u", { files: [{ fileLocation: { stream: { streamId: "mine", fileId: 7 } } }] });
		assert.deepEqual(documentOf("AFR_OTA-u").afr_ota, {
			protocols: ["MQTT"],
			streamname: "mine",
			files: [{ filesize: 1234, fileid: 7 }],
		});
		await remove("u", { deleteStream: true, forceDeleteAWSJob: true });
		assert.ok(plane.registry.streams.findStream("mine"));
	});

	it("fail, and say why, leaving no stream", async () => {
		const failure = async (input: Partial<CreateOTAUpdateCommandInput>) => {
			const id = `u${Math.random().toString(36).slice(2)}`;
			await create(id, input);
			const update = await get(id);
			assert.deepEqual([update?.otaUpdateStatus, update?.awsIotJobId], ["CREATE_FAILED", undefined]);
			return [update?.errorInfo?.code, update?.errorInfo?.message];
		};
		const [code, message] = await failure({
			files: [{ fileLocation: { s3Location: { bucket: "firmware", key: "v2/app.bin" } } }],
		});
		assert.equal(code, "AccessDeniedException");
		assert.match(message ?? "", /^S3 object v2\/app.bin not accessible\./);
		const codes = [
			await failure({ targets: ["arn:aws:iot:us-east-1:000000000000:thing/nobody"] }),
			await failure({ files: [{ fileLocation: { stream: { streamId: "x", fileId: 0 } } }] }),
			await failure({ files: [{ fileLocation: { s3Location }, codeSigning: { awsSignerJobId: "j" } }] }),
			await failure({
				files: [{ fileLocation: { s3Location } }, { fileLocation: { stream: { streamId: "x", fileId: 0 } } }],
			}),
		].map(([one]) => one);
		assert.deepEqual(codes, [
			"ResourceNotFoundException",
			"ResourceNotFoundException",
			"InvalidRequestException",
			"ResourceNotFoundException",
		]);
		assert.deepEqual([...plane.registry.streams.listStreams()], []);
	});

	it("are listed, and by their status", async () => {
		for (const id of ["b", "a"]) await create(id);
		await create("c", { targets: ["arn:aws:iot:us-east-1:000000000000:thing/nobody"] });
		const list = async (input: object) => plane.iot.send(new ListOTAUpdatesCommand(input));
		const ids = async (input: object) => (await list(input)).otaUpdates?.map(({ otaUpdateId }) => otaUpdateId);
		assert.deepEqual(await ids({}), ["a", "b", "c"]);
		assert.deepEqual(await ids({ otaUpdateStatus: "CREATE_FAILED" }), ["c"]);
		const { otaUpdates, nextToken } = await list({ maxResults: 2 });
		assert.deepEqual(Object.keys(otaUpdates?.[0] ?? {}), ["otaUpdateId", "otaUpdateArn", "creationDate"]);
		assert.deepEqual(await ids({ maxResults: 2, nextToken }), ["c"]);
	});

	it("are deleted with their job, and with their stream when told to", async () => {
		await create("u");
		await assert.rejects(remove("u"), awsException("InvalidRequestException", 400, /IN_PROGRESS/));
		await remove("u", { forceDeleteAWSJob: true });
		assert.deepEqual([jobs.made.size, [...plane.registry.streams.listStreams()].length], [0, 1]);
		await assert.rejects(get("u"), awsException("ResourceNotFoundException", 404));
		await assert.rejects(remove("u"), awsException("ResourceNotFoundException", 404));
		await create("u");
		await remove("u", { forceDeleteAWSJob: true, deleteStream: true });
		assert.equal([...plane.registry.streams.listStreams()].length, 1);
		await create("u");
		const { streamname } = documentOf("AFR_OTA-u").afr_ota;
		await plane.iot.send(new DeleteStreamCommand({ streamId: streamname }));
		await remove("u", { forceDeleteAWSJob: true, deleteStream: true });
	});

	it("are refused with values that AWS does not take, or a second time", async () => {
		const invalid = (message: RegExp) => awsException("InvalidRequestException", 400, message);
		const file = { fileLocation: { s3Location } };
		await assert.rejects(create("a b"), invalid(/otaUpdateId must be/));
		await assert.rejects(create("u", { targets: [] }), invalid(/targets must name/));
		await assert.rejects(create("u", { files: [] }), invalid(/files must have 1 to 50/));
		await assert.rejects(create("u", { files: [{}] }), invalid(/no fileLocation/));
		await assert.rejects(create("u", { files: [{ fileLocation: {} }] }), invalid(/either s3Location or stream/));
		await assert.rejects(create("u", { files: [{ fileLocation: { stream: {} } }] }), invalid(/streamId and fileId/));
		await assert.rejects(create("u", { files: [{ ...file, fileType: 256 }] }), invalid(/fileType must be 0 to 255/));
		await assert.rejects(create("u", { protocols: ["MQTT", "MQTT"] }), invalid(/protocols must be/));
		await assert.rejects(create("u", { roleArn: undefined }), invalid(/roleArn is missing/));
		await assert.rejects(
			create("u", { files: [{ ...file, codeSigning: { customCodeSigning: { hashAlgorithm: "x" } } }] }),
			invalid(/inlineDocument is missing/),
		);
		await assert.rejects(
			create("u", {
				files: [{ ...file, codeSigning: { customCodeSigning: { ...customCodeSigning, hashAlgorithm: 'a"b' } } }],
			}),
			invalid(/hashAlgorithm must be/),
		);
		await assert.rejects(create("u", { description: "x".repeat(65 * 1024) }), invalid(/takes 65536/));
		await create("u");
		await assert.rejects(create("u"), awsException("ResourceAlreadyExistsException", 409));
	});
});
