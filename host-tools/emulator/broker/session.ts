import type { Client } from "aedes";
import type { RefusalJournal, RefusalPlane } from "../journal.js";
import type { SessionAuthorizer } from "../policy/session-authorizer.js";
import type { DisconnectReason, Presence } from "../services/events/lifecycle-events.js";
import type { Certificate } from "../services/registry.js";
import { hangUp } from "./hang-up.js";
import { isPrivateTopic } from "./reserved-topics.js";
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
	readonly certificate: Certificate;
	readonly authorizer: SessionAuthorizer;
	readonly journal: RefusalJournal;
	readonly ipAddress: string;
}

/** One accepted CONNECT, until its connection is gone. */
export class Session {
	readonly client: Client;
	readonly clientId: string;
	readonly certificate: Certificate;
	readonly authorizer: SessionAuthorizer;
	readonly ipAddress: string;
	/** Resolves when the broker has let go of it. */
	readonly gone: Promise<void>;
	/** Set from CONNACK on. */
	presence: Presence | undefined;
	/** Provisioning requests under way. */
	requests = 0;
	/** Undo on end, e.g. an alarm. */
	onEnd: () => void = () => {};
	#resolveGone: () => void = () => {};
	readonly #journal: RefusalJournal;
	readonly #filters = new Map<string, 0 | 1 | 2>();
	/** topic → whether one of the filters matches by AWS's rules, where those are stricter than the broker's. */
	readonly #matches = new Map<string, boolean>();
	readonly #journaled = new Set<string>();
	#openFilters = 0;
	#reason: DisconnectReason | undefined;
	#cut = false;

	constructor({ client, clientId, certificate, authorizer, journal, ipAddress }: SessionOptions) {
		this.client = client;
		this.clientId = clientId;
		this.certificate = certificate;
		this.authorizer = authorizer;
		this.ipAddress = ipAddress;
		this.#journal = journal;
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

	refuse(refused: Refused): void {
		const { clientId, certificate } = this;
		this.#journal.add({ ...refused, clientId, certificateId: certificate.certificateId });
	}

	/** Disconnects without a packet; with `refused`, the journal says why. */
	cut(reason: DisconnectReason, refused?: Refused): void {
		if (this.#cut) return;
		this.#cut = true;
		this.noteReason(reason);
		if (refused !== undefined) this.refuse(refused);
		hangUp(this.client);
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
		if (this.#cut || isPrivateTopic(topic)) return false;
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
