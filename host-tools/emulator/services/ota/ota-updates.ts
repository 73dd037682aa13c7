import { randomUUID } from "node:crypto";
import { type ArnScope, arn } from "../../arn.js";
import { AwsError, notFound } from "../../aws-error.js";
import { BucketProblem, type Buckets } from "../../buckets.js";
import type { EmulatorClock } from "../../clock.js";
import type { JsonObject } from "../../json-value.js";
import { jsonRows } from "../../store/json-rows.js";
import type { Store } from "../../store/store.js";
import type { RowsFrom, Table } from "../../store/table.js";
import { checkRoom } from "../checks.js";
import type { Jobs } from "../jobs/jobs.js";
import { withEtags } from "../s3-files.js";
import type { Streams } from "../streams/streams.js";
import type { OtaInput } from "./ota-input.js";
import { type OfferedFile, otaJobDocument, otaJobInput } from "./ota-job.js";
import type { OtaUpdate } from "./ota-update.js";

/** Ours. */
const mostUpdates = 10_000;

export interface OtaUpdatesOptions {
	readonly store: Store;
	readonly clock: EmulatorClock;
	readonly streams: Streams;
	readonly jobs: Jobs;
	readonly buckets: Buckets;
}

export interface OtaDeletion {
	/** Also the stream that was made for it. */
	readonly deleteStream: boolean;
	/** Also a job that is not over. */
	readonly force: boolean;
}

/** OTA updates: each makes a stream, where devices fetch files over MQTT, and a job that tells them. */
export class OtaUpdates {
	readonly #options: OtaUpdatesOptions;
	readonly #table: Table<OtaUpdate>;
	/** Ids of those being made. */
	readonly #underWay = new Set<string>();

	constructor(options: OtaUpdatesOptions) {
		this.#options = options;
		const absent = {
			description: undefined,
			awsIotJobId: undefined,
			awsIotJobArn: undefined,
			errorInfo: undefined,
			additionalParameters: undefined,
			streamId: undefined,
		};
		this.#table = options.store.table<OtaUpdate>("ota-update", jsonRows<OtaUpdate>("otaUpdateId", absent), {
			orderOf: ({ otaUpdateId }) => otaUpdateId,
		});
	}

	/** Throws ResourceNotFoundException. */
	existing(otaUpdateId: string): OtaUpdate {
		const update = this.#table.get(otaUpdateId);
		if (update === undefined) throw notFound(`OTA update "${otaUpdateId.slice(0, 128)}" does not exist`);
		return update;
	}

	find(otaUpdateId: string): OtaUpdate | undefined {
		return this.#table.get(otaUpdateId);
	}

	list(range?: RowsFrom): Iterable<OtaUpdate> {
		return this.#table.inOrder(range);
	}

	/** What goes wrong after the id was found to be free is CREATE_FAILED, not an error. Rejects with AwsError. */
	async create(input: OtaInput, scope: ArnScope): Promise<OtaUpdate> {
		const { otaUpdateId } = input;
		const otaUpdateArn = arn(scope, "otaupdate", otaUpdateId);
		if (this.#table.has(otaUpdateId) || this.#underWay.has(otaUpdateId)) {
			const details = { resourceId: otaUpdateId, resourceArn: otaUpdateArn };
			throw new AwsError("ResourceAlreadyExistsException", `OTA update "${otaUpdateId}" exists already`, details);
		}
		checkRoom("OTA updates", this.#table.size, mostUpdates);
		this.#underWay.add(otaUpdateId);
		try {
			const creationDate = this.#options.clock.now();
			const outcome = await this.#offer(input, scope);
			const update = { ...shown(input), ...outcome, otaUpdateArn, creationDate, lastModifiedDate: creationDate };
			this.#table.set(otaUpdateId, Object.freeze(update));
			return update;
		} finally {
			this.#underWay.delete(otaUpdateId);
		}
	}

	/** Throws as Jobs.removeJob does, and then deletes nothing. */
	delete(otaUpdateId: string, { deleteStream, force }: OtaDeletion): OtaUpdate {
		const { jobs, streams } = this.#options;
		const update = this.existing(otaUpdateId);
		const { awsIotJobId, streamId } = update;
		if (awsIotJobId !== undefined && jobs.hasJob(awsIotJobId)) jobs.removeJob(awsIotJobId, force);
		if (deleteStream && streamId !== undefined && streams.findStream(streamId) !== undefined) {
			streams.deleteStream(streamId);
		}
		this.#table.delete(otaUpdateId);
		return update;
	}

	async #offer(input: OtaInput, scope: ArnScope): Promise<Pick<OtaUpdate, OutcomeMember>> {
		const { jobs, streams } = this.#options;
		let made: string | undefined;
		try {
			const files = await this.#offered(input);
			const isMqtt = input.protocols.includes("MQTT");
			const theirs = streamOf(input);
			if (isMqtt && theirs === undefined) made = await this.#makeStream(input, files, scope);
			const document = otaJobDocument({
				protocols: input.protocols,
				streamId: isMqtt ? (theirs ?? made) : undefined,
				region: scope.region,
				files,
			});
			const { jobId, jobArn } = jobs.createJob(`AFR_OTA-${input.otaUpdateId}`, otaJobInput(input, document), scope);
			return {
				...nothing,
				otaUpdateStatus: "CREATE_COMPLETE",
				awsIotJobId: jobId,
				awsIotJobArn: jobArn,
				streamId: made,
			};
		} catch (error) {
			if (made !== undefined) streams.deleteStream(made);
			if (!(error instanceof AwsError)) throw error;
			return { ...nothing, errorInfo: { code: error.name, message: error.message } };
		}
	}

	async #offered({ files }: OtaInput): Promise<readonly OfferedFile[]> {
		return Promise.all(
			files.map(async (file, index) => {
				const { signature, location } = file;
				if (signature === "signer") throw noSigner();
				const { fileId, s3Location } =
					"stream" in location ? this.#fileOf(location.stream) : { fileId: index, s3Location: location.s3Location };
				return { file, fileId, s3Location, size: await this.#sizeOf(s3Location) };
			}),
		);
	}

	#fileOf({ streamId, fileId }: { readonly streamId: string; readonly fileId: number }) {
		const file = this.#options.streams.describeStream(streamId).files.find((one) => one.fileId === fileId);
		if (file === undefined) throw notFound(`Stream "${streamId}" has no file ${fileId}`);
		return file;
	}

	async #sizeOf({ bucket, key }: OfferedFile["s3Location"]): Promise<number> {
		const facts = await this.#options.buckets.stat(bucket, key).catch((error: unknown) => {
			if (!(error instanceof BucketProblem)) throw error;
			throw new AwsError("AccessDeniedException", `S3 object ${key.slice(0, 256)} not accessible. ${error.message}`);
		});
		if (facts !== undefined) return facts.size;
		throw new AwsError("AccessDeniedException", `S3 object ${key.slice(0, 256)} not accessible. It does not exist`);
	}

	async #makeStream({ roleArn }: OtaInput, files: readonly OfferedFile[], scope: ArnScope): Promise<string> {
		const { streams, buckets } = this.#options;
		const streamFiles = await withEtags(
			files.map(({ fileId, s3Location }) => ({ fileId, s3Location })),
			buckets,
		);
		const stream = { files: streamFiles, roleArn, description: undefined };
		return streams.createStream(`AFR_OTA-${randomUUID()}`, stream, scope).streamId;
	}
}

type OutcomeMember = "otaUpdateStatus" | "awsIotJobId" | "awsIotJobArn" | "errorInfo" | "streamId";

const nothing: Pick<OtaUpdate, OutcomeMember> = Object.freeze({
	otaUpdateStatus: "CREATE_FAILED",
	awsIotJobId: undefined,
	awsIotJobArn: undefined,
	errorInfo: undefined,
	streamId: undefined,
});

/** The one stream of somebody's that all files are in; undefined when they are in S3. A job names one stream. */
function streamOf({ files }: OtaInput): string | undefined {
	const ids = new Set(files.map(({ location }) => ("stream" in location ? location.stream.streamId : undefined)));
	if (ids.size === 1) return [...ids][0];
	throw new AwsError("InvalidRequestException", "The files of an OTA update must be in one stream, or all in S3");
}

function shown(input: OtaInput): Omit<OtaUpdate, OutcomeMember | "otaUpdateArn" | "creationDate" | "lastModifiedDate"> {
	const { otaUpdateId, description, targets, protocols, targetSelection, additionalParameters, given } = input;
	const object = (name: string) => (given[name] ?? {}) as JsonObject;
	return {
		otaUpdateId,
		description,
		targets,
		protocols,
		targetSelection,
		additionalParameters,
		awsJobExecutionsRolloutConfig: object("awsJobExecutionsRolloutConfig"),
		awsJobPresignedUrlConfig: object("awsJobPresignedUrlConfig"),
		otaUpdateFiles: given.files as JsonObject[],
	};
}

function noSigner(): AwsError {
	return new AwsError(
		"InvalidRequestException",
		"This emulator has no AWS Signer: sign the file, and give the signature as customCodeSigning",
	);
}
