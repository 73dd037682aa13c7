import type { ArnScope } from "../../arn.js";
import type { RowsFrom } from "../../store/table.js";

/** A file of a stream (API model: StreamFile). */
export interface StreamFile {
	/** 0 to 255. */
	readonly fileId: number;
	readonly s3Location: S3Location;
	/** Of the object when the stream was made or updated; undefined when there was none yet. */
	readonly etag?: string;
}

export interface S3Location {
	readonly bucket: string;
	readonly key: string;
	/** Kept and shown: the emulator's buckets have one version of everything. */
	readonly version?: string;
}

export interface Stream {
	readonly streamId: string;
	readonly streamArn: string;
	/** 1, and one more with each update. */
	readonly streamVersion: number;
	readonly description: string | undefined;
	readonly files: readonly StreamFile[];
	readonly roleArn: string;
	/** ms */
	readonly createdAt: number;
	/** ms */
	readonly lastUpdatedAt: number;
}

export interface NewStream {
	readonly files: readonly StreamFile[];
	readonly roleArn: string;
	readonly description: string | undefined;
}

/** Streams of files that devices ask for in blocks. Calls throw AwsError as the AWS operation of the same name would. */
export interface Streams {
	createStream(streamId: string, stream: NewStream, scope?: ArnScope): Stream;
	describeStream(streamId: string): Stream;
	findStream(streamId: string): Stream | undefined;
	/** By id. */
	listStreams(range?: RowsFrom): Iterable<Stream>;
	/** Members that are missing stay as they are. */
	updateStream(streamId: string, update: Partial<NewStream>): Stream;
	deleteStream(streamId: string): void;
}
