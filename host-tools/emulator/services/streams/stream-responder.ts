import type { PresentBehaviour } from "../../behaviour.js";
import type { Connections } from "../../broker/connections.js";
import type { Buckets } from "../../buckets.js";
import type { ReservedRequest } from "../service.js";
import { clientTokenIn, readGetStream } from "./get-stream-request.js";
import { factsOf, readBlocks } from "./read-blocks.js";
import { BlockFaults } from "./stream-faults.js";
import { decodeRequest, encodeAnswer } from "./stream-format.js";
import { StreamRejection } from "./stream-rejection.js";
import { answerTopic, parseStreamRequest, type StreamRequestTopic } from "./stream-topics.js";
import type { Stream, Streams } from "./streams.js";

/** Ours: requests of a connection that may be under way; each yields 128 KB. */
const mostUnderWay = 10;

export interface StreamResponderOptions {
	readonly streams: Streams;
	readonly buckets: Buckets;
	readonly connections: Pick<Connections, "publish">;
	readonly behaviour: Pick<PresentBehaviour, "streamFaults">;
}

type Members = ReadonlyMap<string, unknown>;

/** Answers requests for descriptions and blocks of streams, through the broker. */
export class StreamResponder {
	readonly #options: StreamResponderOptions;
	readonly #faults = new BlockFaults();

	constructor(options: StreamResponderOptions) {
		this.#options = options;
	}

	async answer({ topic, payload, underWay, refuse }: ReservedRequest): Promise<void> {
		const asked = parseStreamRequest(topic);
		if (asked === undefined) return;
		let clientToken: string | undefined;
		try {
			const stream = this.#streamOf(asked);
			const members = decodeRequest(asked.format, payload);
			clientToken = clientTokenIn(members);
			if (underWay > mostUnderWay) {
				throw new StreamRejection(
					"InternalError",
					`More than ${mostUnderWay} requests of this connection are under way`,
				);
			}
			if (asked.verb === "describe") await this.#describe(asked, stream, clientToken);
			else await this.#sendBlocks(asked, stream, members, clientToken);
		} catch (error) {
			const { code, message } = asRejection(error);
			const cause = error instanceof StreamRejection || !(error instanceof Error) ? "" : `: ${error.name}`;
			refuse(kebab(code), `Rejected with ${code}: ${message}${cause}`);
			this.#publish(asked, "rejected", { o: code, m: message, c: clientToken });
		}
	}

	#streamOf({ streamId }: StreamRequestTopic): Stream {
		if (!/^[a-zA-Z0-9_-]{1,128}$/.test(streamId)) {
			throw new StreamRejection("InvalidTopic", "A stream's id is 1 to 128 of a-z A-Z 0-9 _ -");
		}
		const stream = this.#options.streams.findStream(streamId);
		if (stream === undefined) throw new StreamRejection("ResourceNotFound", `Stream "${streamId}" does not exist`);
		return stream;
	}

	async #describe(asked: StreamRequestTopic, stream: Stream, c: string | undefined): Promise<void> {
		const { buckets } = this.#options;
		const r = await Promise.all(
			stream.files.map(async (file) => ({ f: file.fileId, z: (await factsOf(file, buckets)).size })),
		);
		this.#publish(asked, "description", { c, s: stream.streamVersion, d: stream.description, r });
	}

	async #sendBlocks(asked: StreamRequestTopic, stream: Stream, members: Members, c: string | undefined): Promise<void> {
		const { buckets, streams, behaviour } = this.#options;
		const request = readGetStream(members);
		const blocks = await readBlocks(stream, request, buckets);
		const faults = behaviour.streamFaults;
		for (const { number, payload } of this.#faults.harm(blocks, faults)) {
			this.#publish(asked, "data", { c, f: request.fileId, l: payload.length, i: number, p: payload });
		}
		if (!this.#faults.isVersionDue(stream.streamId, blocks.length, faults)) return;
		if (streams.findStream(stream.streamId) !== undefined) streams.updateStream(stream.streamId, {});
	}

	#publish(
		asked: StreamRequestTopic,
		kind: "description" | "data" | "rejected",
		answer: Parameters<typeof encodeAnswer>[1],
	) {
		this.#options.connections.publish(answerTopic(asked, kind), encodeAnswer(asked.format, answer));
	}
}

function asRejection(error: unknown): StreamRejection {
	return error instanceof StreamRejection ? error : new StreamRejection("InternalError", "Internal error");
}

function kebab(code: string): string {
	return code.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
