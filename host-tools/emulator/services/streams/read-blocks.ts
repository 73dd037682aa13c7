import { BucketProblem, type Buckets, type ObjectFacts } from "../../buckets.js";
import type { GetStreamRequest } from "./get-stream-request.js";
import { requestedBlocks, runsOf } from "./requested-blocks.js";
import type { Block } from "./stream-faults.js";
import { StreamRejection } from "./stream-rejection.js";
import type { Stream, StreamFile } from "./streams.js";

/** The blocks that answer a request, rising. Rejects with StreamRejection. */
export async function readBlocks(
	stream: Stream,
	request: GetStreamRequest,
	buckets: Buckets,
): Promise<readonly Block[]> {
	const { streamVersion, fileId, blockSize } = request;
	if (streamVersion !== undefined && streamVersion !== stream.streamVersion) {
		throw new StreamRejection(
			"VersionMismatch",
			`The stream has version ${stream.streamVersion}, not ${streamVersion}`,
		);
	}
	const file = stream.files.find((one) => one.fileId === fileId);
	if (file === undefined) throw new StreamRejection("ResourceNotFound", `The stream has no file ${fileId}`);
	const numbers = requestedBlocks(request, (await factsOf(file, buckets)).size);
	if (numbers.length === 0)
		throw new StreamRejection("ResourceNotFound", "The file has none of the blocks that were asked for");
	const blocks: Block[] = [];
	for (const { first, count } of runsOf(numbers)) {
		const range = { offset: first * blockSize, length: count * blockSize };
		const bytes = await readFile(file, () => buckets.read(file.s3Location.bucket, file.s3Location.key, range));
		for (let n = 0; n < count; n++) {
			blocks.push({ number: first + n, payload: bytes.subarray(n * blockSize, (n + 1) * blockSize) });
		}
	}
	return blocks;
}

/** Rejects with StreamRejection when the object is not there, cannot be read, or is another than when the stream was made. */
export async function factsOf(file: StreamFile, buckets: Buckets): Promise<ObjectFacts> {
	const { bucket, key } = file.s3Location;
	const facts = await readFile(file, () => buckets.stat(bucket, key));
	if (file.etag === undefined || file.etag === facts.etag) return facts;
	const message = `The object of file ${file.fileId} changed since the stream was made: update the stream`;
	throw new StreamRejection("ETagMismatch", message);
}

async function readFile<T>({ fileId }: StreamFile, read: () => Promise<T | undefined>): Promise<T> {
	const found = await read().catch((error: unknown) => {
		if (!(error instanceof BucketProblem)) throw error;
		throw new StreamRejection(error.code === "invalid" ? "ResourceNotFound" : "Unauthorized", error.message);
	});
	if (found === undefined) throw new StreamRejection("ResourceNotFound", `The object of file ${fileId} does not exist`);
	return found;
}
