import type { DeviceError } from "../../ports/errors.js";
import type { TextCodec } from "../../ports/text-codec.js";
import { deferred } from "../deferred.js";
import { isNestedTooDeeply } from "../encoding/json-nesting.js";
import { JsonMembers } from "./json-members.js";
import type { MessageHandler, MessageSink, MqttMessage } from "./message-router.js";
import { tooLong, WholeMessage } from "./whole-message.js";

/** A request to a service that answers on one of two topics, both subscribed to already. */
export interface Request {
	readonly topic: string;
	readonly payload: Uint8Array;
	readonly accepted: string;
	readonly rejected: string;
	/** Longest answer, bytes. */
	readonly limit: number;
	/** The only members of an answer that are kept, and count for `limit`; undefined: the whole answer. */
	readonly members?: readonly string[];
	/** The `clientToken` in `payload`, which the service repeats in its answer, where it does. */
	readonly clientToken?: string;
}

/** A request under way. */
export interface PendingRequest {
	readonly request: Request;
	/** The message that answers it. */
	readonly answer: Promise<MqttMessage>;
	readonly resolve: (answer: MqttMessage) => void;
	readonly reject: (error: unknown) => void;
}

/** Requests that wait for their answers, told apart by topic and client token. */
export class Requests implements MessageHandler {
	readonly #text: TextCodec;
	readonly #pending = new Set<PendingRequest>();

	constructor(text: TextCodec) {
		this.#text = text;
	}

	/** To be called before the request is published: its answer may come at once. */
	add(request: Request): PendingRequest {
		const { promise, resolve, reject } = deferred<MqttMessage>();
		const pending = { request, answer: promise, resolve, reject };
		this.#pending.add(pending);
		return pending;
	}

	/** Whatever comes for it now is nobody's. */
	forget(pending: PendingRequest): void {
		this.#pending.delete(pending);
	}

	begin(topic: string): MessageSink | undefined {
		const waiting = this.#on(topic);
		if (waiting.length === 0) return undefined;
		const whole = new WholeMessage({
			topic,
			limit: Math.max(...waiting.map(({ request }) => request.limit)),
			onPayload: (payload) => this.#answer({ topic, payload }),
			onFailure: (error) => this.#fail(topic, error),
		});
		const [only, ...others] = waiting;
		const members = others.length === 0 ? only?.request.members : undefined;
		return members ? new JsonMembers([...members, "clientToken"], whole) : whole;
	}

	/** The connection ended. */
	rejectAll(error: DeviceError): void {
		for (const { reject } of this.#pending) reject(error);
		this.#pending.clear();
	}

	#answer(message: MqttMessage): void {
		const owner = this.#ownerOf(message);
		if (!owner) return;
		this.#pending.delete(owner);
		const { limit } = owner.request;
		if (message.payload.length <= limit) owner.resolve(message);
		else owner.reject(tooLong(message.topic, limit));
	}

	/** Nobody knows whose it was: it ends the one that waits longest. */
	#fail(topic: string, error: DeviceError): void {
		const [first] = this.#on(topic);
		if (!first) return;
		this.#pending.delete(first);
		first.reject(error);
	}

	/** Oldest first. */
	#on(topic: string): readonly PendingRequest[] {
		return [...this.#pending].filter(({ request }) => request.accepted === topic || request.rejected === topic);
	}

	/** An answer without a token, such as one to a request the service could not read, belongs to the request that waits longest. */
	#ownerOf({ topic, payload }: MqttMessage): PendingRequest | undefined {
		const waiting = this.#on(topic);
		const token = waiting.some(({ request }) => request.clientToken) ? this.#tokenIn(payload) : undefined;
		if (token === undefined) return waiting[0];
		return waiting.find(({ request }) => request.clientToken === token);
	}

	#tokenIn(payload: Uint8Array): string | undefined {
		if (isNestedTooDeeply(payload)) return undefined;
		try {
			const answer = JSON.parse(this.#text.decode(payload)) as { readonly clientToken?: unknown } | null;
			return typeof answer?.clientToken === "string" ? answer.clientToken : undefined;
		} catch {
			// Whoever waits for it says that it cannot be read.
			return undefined;
		}
	}
}
