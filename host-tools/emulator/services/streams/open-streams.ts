import { type ArnScope, arn } from "../../arn.js";
import { AwsError, invalidRequest, notFound } from "../../aws-error.js";
import type { EmulatorClock } from "../../clock.js";
import { jsonRows } from "../../store/json-rows.js";
import type { Store } from "../../store/store.js";
import type { Table } from "../../store/table.js";
import type { ChangeFeed } from "../changes.js";
import { checkDescription, checkRoleArn, checkStreamId } from "../checks.js";
import type { NewStream, Stream, StreamFile, Streams } from "./streams.js";

/** Ours. */
const mostStreams = 10_000;
/** API model: StreamFiles. */
const mostFiles = 50;

export interface StreamState {
	readonly clock: EmulatorClock;
	readonly changes: ChangeFeed;
	readonly home: ArnScope;
	readonly streams: Table<Stream>;
}

/** Streams in `store`. Throws when a kept row is none of this version. */
export function openStreams({ store, ...shared }: Omit<StreamState, "streams"> & { readonly store: Store }): Streams {
	const rows = jsonRows<Stream>("streamId", { description: undefined });
	const streams = store.table<Stream>("stream", rows, { orderOf: ({ streamId }) => streamId });
	const state: StreamState = { ...shared, streams };
	return {
		createStream: (streamId, stream, scope = state.home) => create(state, { streamId, stream, scope }),
		describeStream: (streamId) => existing(state, streamId),
		findStream: (streamId) => streams.get(streamId),
		listStreams: (range) => streams.inOrder(range),
		updateStream: (streamId, update) => change(state, streamId, update),
		deleteStream(streamId) {
			existing(state, streamId);
			streams.delete(streamId);
			state.changes.announce({ kind: "stream", name: streamId });
		},
	};
}

interface Creation {
	readonly streamId: string;
	readonly stream: NewStream;
	readonly scope: ArnScope;
}

function create(state: StreamState, { streamId, stream, scope }: Creation): Stream {
	checkStreamId(streamId);
	checkStream(stream);
	const streamArn = arn(scope, "stream", streamId);
	if (state.streams.has(streamId)) {
		const details = { resourceId: streamId, resourceArn: streamArn };
		throw new AwsError("ResourceAlreadyExistsException", `Stream "${streamId}" exists already`, details);
	}
	if (state.streams.size >= mostStreams) {
		// AWS's sentence.
		const sentence = "You have exceeded the limit for the number of streams in your AWS account.";
		throw new AwsError("LimitExceededException", sentence);
	}
	const now = state.clock.now();
	return keep(state, { ...stream, streamId, streamArn, streamVersion: 1, createdAt: now, lastUpdatedAt: now });
}

function change(state: StreamState, streamId: string, update: Partial<NewStream>): Stream {
	const present = existing(state, streamId);
	checkStream(update);
	const streamVersion = present.streamVersion + 1;
	if (streamVersion > 65_535) throw new AwsError("LimitExceededException", `Stream "${streamId}" has 65535 versions`);
	return keep(state, { ...present, ...update, streamVersion, lastUpdatedAt: state.clock.now() });
}

function keep({ streams, changes }: StreamState, stream: Stream): Stream {
	const kept = Object.freeze(stream);
	streams.set(kept.streamId, kept);
	changes.announce({ kind: "stream", name: kept.streamId });
	return kept;
}

function existing({ streams }: StreamState, streamId: string): Stream {
	const stream = streams.get(streamId);
	if (stream === undefined) throw notFound(`Stream "${streamId.slice(0, 128)}" does not exist`);
	return stream;
}

function checkStream({ files, roleArn, description }: Partial<NewStream>): void {
	if (roleArn !== undefined) checkRoleArn("roleArn", roleArn);
	if (description !== undefined) checkDescription("description", description);
	if (files !== undefined) checkFiles(files);
}

function checkFiles(files: readonly StreamFile[]): void {
	if (files.length < 1 || files.length > mostFiles) {
		throw invalidRequest(`files must have 1 to ${mostFiles} files: it has ${files.length}`);
	}
	for (const [index, { fileId }] of files.entries()) {
		if (fileId >= 0 && fileId <= 255) continue;
		throw invalidRequest(`files[${index}].fileId must be 0 to 255: it is ${fileId}`);
	}
	if (new Set(files.map(({ fileId }) => fileId)).size === files.length) return;
	throw invalidRequest("files has one fileId twice");
}
