import { invalidRequest } from "../../../aws-error.js";
import { BucketProblem, type Buckets } from "../../../buckets.js";
import { parseS3Url } from "./s3-url.js";

/** Longer ones are no job document anyway. */
const largestSource = 128 * 1024;

/** The text of a documentSource. Rejects with InvalidRequestException when there is no such object. */
export async function readSource(buckets: Buckets, documentSource: string): Promise<string> {
	const location = parseS3Url(documentSource);
	const shown = documentSource.slice(0, 256);
	if (location === undefined) {
		throw invalidRequest(
			`documentSource must be the URL of an object of S3, as https://s3.<region>.amazonaws.com/<bucket>/<key>: it is ${shown}`,
		);
	}
	const { bucket, key } = location;
	const range = { offset: 0, length: largestSource };
	const bytes = await buckets.read(bucket, key, range).catch((error: unknown) => {
		if (!(error instanceof BucketProblem)) throw error;
		throw invalidRequest(`documentSource ${shown} cannot be read: ${error.message}`);
	});
	if (bytes === undefined) throw invalidRequest(`documentSource ${shown} does not exist in the bucket`);
	return bytes.toString("utf8");
}
