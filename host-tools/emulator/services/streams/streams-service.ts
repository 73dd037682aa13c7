import { localBuckets } from "../../buckets.js";
import type { Service, ServiceParts } from "../service.js";
import { streamOperations } from "./stream-operations.js";
import { StreamResponder } from "./stream-responder.js";
import { isStreamTopic, mayPublishOn, maySubscribeTo } from "./stream-topics.js";

type Parts = Pick<ServiceParts, "registry" | "connections" | "behaviour">;

/** Files that devices fetch in blocks: docs/aws-behaviour.md, "File streams". */
export function streamsService({ registry, connections, behaviour }: Parts): Service {
	const { streams, tags } = registry;
	const buckets = localBuckets(behaviour.bucketDirectory);
	const responder = new StreamResponder({ streams, buckets, connections, behaviour });
	tags.taggable("stream", (streamId) => streams.findStream(streamId)?.streamArn);
	return {
		name: "streams",
		operations: streamOperations({ streams, tags, buckets }),
		reserved: {
			purpose: "file streams",
			owns: isStreamTopic,
			mayPublish: mayPublishOn,
			maySubscribe: maySubscribeTo,
			answer: (request) => responder.answer(request),
		},
	};
}
