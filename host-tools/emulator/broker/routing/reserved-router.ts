import type { ReservedRequest, ReservedTopics, Service } from "../../services/service.js";
import type { Session } from "../sessions/session.js";
import type { Message } from "./message.js";

/** Whom a service answers: a session, or a request over HTTP, which hears nothing of it. */
export type Asker = Pick<
	Session,
	"clientId" | "principal" | "certificateId" | "requests" | "refuse" | "subscribedQos" | "sendDirect"
>;

interface Owner {
	readonly name: string;
	readonly topics: ReservedTopics;
}

/** Finds the service that a `$…` topic belongs to, and hands it what is published there. */
export class ReservedRouter {
	readonly #owners: readonly Owner[];

	constructor(services: readonly Service[]) {
		this.#owners = services.flatMap(({ name, reserved }) => (reserved === undefined ? [] : { name, topics: reserved }));
	}

	/** Why a device may not publish on this topic, whatever its policy says; undefined when it may. */
	publishProblem(topic: string): string | undefined {
		if (!isReserved(topic)) return undefined;
		const may = this.#ownerOf(topic)?.topics.mayPublish(topic) ?? this.#unserved();
		return may === true ? undefined : may;
	}

	/** Whether nothing may be published on this topic over HTTP. */
	needsConnection(topic: string): boolean {
		return this.#ownerOf(topic)?.topics.needsConnection ?? false;
	}

	/** Why a device may not subscribe to this filter, whatever its policy says; undefined when it may. */
	filterProblem(filter: string): string | undefined {
		if (!isReserved(filter)) return undefined;
		const may = this.#ownerOf(filter)?.topics.maySubscribe(filter) ?? this.#unserved();
		return may === true ? undefined : may;
	}

	/** Whether what is published on this reserved topic also goes to whoever subscribed to it. */
	isShared(topic: string): boolean {
		return this.#ownerOf(topic)?.topics.isShared?.(topic) ?? false;
	}

	/** Hands over a message on a reserved topic without a problem. */
	answer(session: Asker, message: Omit<Message, "retain">): void {
		const owner = this.#ownerOf(message.topic);
		if (owner !== undefined) void this.#answer(owner, session, message);
	}

	async #answer({ name, topics }: Owner, session: Asker, message: Omit<Message, "retain">): Promise<void> {
		const { topic, payload, qos } = message;
		session.requests += 1;
		const request: ReservedRequest = {
			topic,
			// A copy: it may be a view of a whole chunk from the socket.
			payload: Buffer.from(payload),
			clientId: session.clientId,
			principal: session.principal,
			certificateId: session.certificateId,
			underWay: session.requests,
			reply: (replyTopic, reply) => sendReply(session, replyTopic, Buffer.from(reply), qos),
			refuse: (code, reason) => session.refuse({ plane: name, code, reason, target: topic }),
		};
		try {
			await topics.answer(request);
		} catch (error) {
			const failure = error instanceof Error ? error.name : "something that is no Error";
			request.refuse("internal-failure", `The service "${name}" failed on this request: ${failure}`);
		} finally {
			session.requests -= 1;
		}
	}

	#ownerOf(topic: string): Owner | undefined {
		return this.#owners.find(({ topics }) => topics.owns(topic));
	}

	#unserved(): string {
		const purposes = this.#owners.map(({ topics }) => topics.purpose).join(", ");
		return `it is a reserved topic this emulator does not serve (it serves: ${purposes})`;
	}
}

/** The reply has no higher QoS than the request. */
function sendReply(session: Asker, topic: string, payload: Buffer, requested: 0 | 1): void {
	const subscribed = session.subscribedQos(topic) ?? requested;
	const qos = subscribed < requested ? subscribed : requested;
	session.sendDirect({ topic, payload, qos, retain: false }, qos);
}

/** Topics and filters that begin with `$` are AWS's. */
export function isReserved(topic: string): boolean {
	return topic.charCodeAt(0) === 36;
}
