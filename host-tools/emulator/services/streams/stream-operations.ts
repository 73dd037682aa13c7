import { invalidRequest } from "../../aws-error.js";
import type { Buckets } from "../../buckets.js";
import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../http/operation.js";
import { pageByToken } from "../../http/pages.js";
import { filesIn, withEtags } from "../s3-files.js";
import { tagsIn } from "../tag-members.js";
import type { Tags } from "../tags/tags.js";
import type { NewStream, Stream, Streams } from "./streams.js";

export interface StreamOperationsParts {
	readonly streams: Streams;
	readonly tags: Tags;
	readonly buckets: Buckets;
}

/** Streams over HTTP. */
export function streamOperations(parts: StreamOperationsParts): readonly Operation[] {
	const { streams, buckets } = parts;
	const one = "/streams/{streamId}";
	const idIn = ({ path }: ApiCall) => path("streamId");
	return [
		{ name: "CreateStream", method: "POST", path: one, handle: (call) => create(parts, call) },
		{
			name: "DescribeStream",
			method: "GET",
			path: one,
			handle: (call) => ({ streamInfo: infoOf(streams.describeStream(idIn(call))) }),
		},
		{
			name: "UpdateStream",
			method: "PUT",
			path: one,
			handle: async (call) => changed(streams.updateStream(idIn(call), await read(call, buckets))),
		},
		{
			name: "DeleteStream",
			method: "DELETE",
			path: one,
			handle: (call) => remove(parts, idIn(call)),
		},
		{ name: "ListStreams", method: "GET", path: "/streams", handle: (call) => list(streams, call) },
	];
}

async function create({ streams, tags, buckets }: StreamOperationsParts, call: ApiCall): Promise<Answer> {
	const given = tagsIn(call.body());
	const { files, roleArn, description } = await read(call, buckets);
	if (files === undefined) throw invalidRequest("files is missing");
	if (roleArn === undefined) throw invalidRequest("roleArn is missing");
	const created = streams.createStream(call.path("streamId"), { files, roleArn, description }, call.scope);
	tags.set(created.streamArn, given);
	return changed(created);
}

function remove({ streams, tags }: StreamOperationsParts, streamId: string): Answer {
	const { streamArn } = streams.describeStream(streamId);
	streams.deleteStream(streamId);
	tags.remove(streamArn);
	return {};
}

async function read({ body }: ApiCall, buckets: Buckets): Promise<Partial<NewStream>> {
	const members = body();
	const files = filesIn(members);
	const roleArn = members.string("roleArn");
	const description = members.string("description");
	return {
		...(files !== undefined && { files: await withEtags(files, buckets) }),
		...(roleArn !== undefined && { roleArn }),
		...(description !== undefined && { description }),
	};
}

function list(streams: Streams, call: ApiCall): Answer {
	const { items, next } = pageByToken(call, {
		from: (range) => streams.listStreams(range),
		keyOf: ({ streamId }) => streamId,
		descending: !(call.query.boolean("isAscendingOrder") ?? false),
	});
	return { streams: items.map(summaryOf), nextToken: next };
}

function summaryOf({ streamId, streamArn, streamVersion, description }: Stream): object {
	return { streamId, streamArn, streamVersion, description };
}

const changed = summaryOf;

function infoOf({ files, roleArn, createdAt, lastUpdatedAt, ...stream }: Stream): object {
	return {
		...stream,
		files: files.map(({ fileId, s3Location }) => ({ fileId, s3Location })),
		createdAt: epochSeconds(createdAt),
		lastUpdatedAt: epochSeconds(lastUpdatedAt),
		roleArn,
	};
}
