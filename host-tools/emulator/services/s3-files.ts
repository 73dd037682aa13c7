import { invalidRequest } from "../aws-error.js";
import type { Buckets } from "../buckets.js";
import type { Members } from "../http/members.js";
import type { S3Location, StreamFile } from "./streams/streams.js";

/** The member `files` of a request; undefined when it is missing. Throws InvalidRequestException. */
export function filesIn(members: Members): readonly StreamFile[] | undefined {
	return members.objects("files")?.map((file) => {
		const fileId = file.integer("fileId");
		if (fileId === undefined) throw invalidRequest("A file of files has no fileId");
		const location = file.object("s3Location");
		if (location === undefined) throw invalidRequest(`File ${fileId} of files has no s3Location`);
		return { fileId, s3Location: s3LocationIn(location) };
	});
}

export function s3LocationIn(members: Members): S3Location {
	const version = members.string("version");
	return {
		bucket: members.requiredString("bucket"),
		key: members.requiredString("key"),
		...(version !== undefined && { version }),
	};
}

/** The files with their objects' ETags, as far as they are there: AWS serves no object that changed since. */
export async function withEtags(files: readonly StreamFile[], buckets: Buckets): Promise<readonly StreamFile[]> {
	return Promise.all(
		files.map(async (file) => {
			const { bucket, key } = file.s3Location;
			const facts = await buckets.stat(bucket, key).catch(() => undefined);
			return facts === undefined ? file : { ...file, etag: facts.etag };
		}),
	);
}
