import type { Client } from "aedes";
import type { Refusal, RefusalJournal, RefusalPlane } from "../journal.js";
import type { SessionAuthorizer } from "../policy/session-authorizer.js";
import type { Connection, DisconnectReason } from "./connections.js";
import { filterMatches } from "./topics.js";

/** Topics whose match is remembered, and topics whose denied delivery is in the journal, each. */
const rememberedTopics = 512;

export interface Refused {
	readonly plane: RefusalPlane;
	readonly code: string;
	readonly reason: string;
	readonly target?: string;
}

export interface SessionOptions {
	readonly client: Client;
	readonly clientId: string;
	readonly certificateId: string;
	readonly authorizer: SessionAuthorizer;
	readonly journal: RefusalJournal;
	readonly ipAddress: string;
	/** Ends the client's connection without a packet. */
	readonly hangUp: () => void;
}

/** One accepted CONNECT, until its connection is gone. */
export class Session implements Connection {
	readonly client: Client;
	readonly clientId: string;
	readonly certificateId: string;
	readonly authorizer: SessionAuthorizer;
	readonly ipAddress: string;
	/** Resolves when the broker has let go of it. */
	readonly gone: Promise<void>;
	/** From CONNACK on. */
	isEstablished = false;
	/** Requests on reserved topics that are under way. */
	requests = 0;
	/** Undo on end, e.g. an alarm. */
	onEnd: () => void = () => {};
	#resolveGone: () => void = () => {};
	readonly #journal: RefusalJournal;
	readonly #hangUp: () => void;
	readonly #filters = new Map<string, 0 | 1 | 2>();
	/** topic → whether one of the filters matches by AWS's rules, where those are stricter than the broker's. */
	readonly #matches = new Map<string, boolean>();
	readonly #journaled = new Set<string>();
	#openFilters = 0;
	#reason: DisconnectReason | undefined;
	#cut = false;

	constructor({ client, clientId, certificateId, authorizer, journal, ipAddress, hangUp }: SessionOptions) {
		this.client = client;
		this.clientId = clientId;
		this.certificateId = certificateId;
		this.authorizer = authorizer;
		this.ipAddress = ipAddress;
		this.#journal = journal;
		this.#hangUp = hangUp;
		this.gone = new Promise((resolve) => {
			this.#resolveGone = resolve;
		});
	}

	/** Being ended by us: nothing of it is read, answered or delivered any more. */
	get isCut(): boolean {
		return this.#cut;
	}

	get disconnectReason(): DisconnectReason {
		return this.#reason ?? "CONNECTION_LOST";
	}

	/** The first reason is the true one: what follows are its consequences. */
	noteReason(reason: DisconnectReason): void {
		this.#reason ??= reason;
	}

	/** Puts a refusal into the journal, with whom it concerns. */
	refuse(refused: Omit<Refusal, "time" | "clientId" | "certificateId">): void {
		const { clientId, certificateId } = this;
		this.#journal.add({ ...refused, clientId, certificateId });
	}

	/** Disconnects without a packet; with `refused`, the journal says why. */
	cut(reason: DisconnectReason, refused?: Refused): void {
		if (this.#cut) return;
		this.#cut = true;
		this.noteReason(reason);
		if (refused !== undefined) this.refuse(refused);
		this.#hangUp();
	}

	ended(): void {
		this.#cut = true;
		this.onEnd();
		this.#resolveGone();
	}

	get subscriptionCount(): number {
		return this.#filters.size;
	}

	hasFilter(filter: string): boolean {
		return this.#filters.has(filter);
	}

	addFilter(filter: string, qos: 0 | 1 | 2): void {
		this.#filters.set(filter, qos);
		this.#filtersChanged();
	}

	removeFilter(filter: string): void {
		this.#filters.delete(filter);
		this.#filtersChanged();
	}

	/** The highest QoS at which `topic` is subscribed to; undefined when it is not. */
	subscribedQos(topic: string): 0 | 1 | 2 | undefined {
		let highest: 0 | 1 | 2 | undefined;
		for (const [filter, qos] of this.#filters) {
			if (filterMatches(filter, topic) && qos >= (highest ?? 0)) highest = qos;
		}
		return highest;
	}

	/** Whether a message that the broker's fan-out brought here may go to the device. A denial is in the journal once a topic. */
	mayReceive(topic: string): boolean {
		if (this.#cut) return false;
		if (this.#openFilters > 0 && !this.#isSubscribed(topic)) return false;
		if (this.authorizer.allows("iot:Receive", topic)) return true;
		this.#journalOnce(topic);
		return false;
	}

	#isSubscribed(topic: string): boolean {
		let known = this.#matches.get(topic);
		if (known === undefined) {
			known = this.subscribedQos(topic) !== undefined;
			if (this.#matches.size >= rememberedTopics) this.#matches.clear();
			this.#matches.set(topic, known);
		}
		return known;
	}

	#filtersChanged(): void {
		this.#matches.clear();
		// The broker lets `a/#` match `a`; only sessions with such a filter need a second look.
		this.#openFilters = [...this.#filters.keys()].filter((filter) => filter.endsWith("/#")).length;
	}

	#journalOnce(topic: string): void {
		if (this.#journaled.has(topic) || this.#journaled.size >= rememberedTopics) return;
		this.#journaled.add(topic);
		const reason = `Not delivered: ${this.authorizer.explain("iot:Receive", topic)}`;
		this.refuse({ plane: "receive", code: "policy-denied", reason, target: topic });
	}
}
