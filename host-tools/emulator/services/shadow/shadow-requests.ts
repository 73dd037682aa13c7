import type { Connections } from "../../broker/connections.js";
import type { EmulatorClock } from "../../clock.js";
import type { JsonObject } from "../../json-value.js";
import type { Store } from "../../store/store.js";
import type { DeviceShadows } from "./device-shadows.js";
import {
	acceptedDocument,
	deletedDocument,
	deltaDocument,
	documentsDocument,
	getDocument,
} from "./shadow-documents.js";
import { updateIn } from "./shadow-request.js";
import { type ShadowName, type ShadowRequestTopic, shadowPrefix } from "./shadow-topics.js";

export interface ShadowRequestsOptions {
	readonly shadows: DeviceShadows;
	readonly clock: EmulatorClock;
	readonly store: Pick<Store, "durable">;
	readonly connections: Connections;
}

/** A request, its body parsed. */
export interface ShadowRequest extends ShadowRequestTopic {
	readonly body: unknown;
	/** Echoed in whatever the request leads to. */
	readonly clientToken: string | undefined;
}

/** What MQTT and HTTP ask of shadows. A change is published for whoever subscribed, however it was asked for. */
export class ShadowRequests {
	readonly #options: ShadowRequestsOptions;

	constructor(options: ShadowRequestsOptions) {
		this.#options = options;
	}

	/**
	 * Resolves with the body of `…/accepted`, once what it says survives a kill -9 and was published; that of a get is the caller's to
	 * publish. Rejects with ShadowError, or with the store's error.
	 */
	async perform(request: ShadowRequest): Promise<JsonObject> {
		const { shadows, store } = this.#options;
		const now = Math.floor(this.#options.clock.now() / 1000);
		const token = request.clientToken === undefined ? {} : { clientToken: request.clientToken };
		if (request.verb === "get") {
			const document = getDocument(shadows.existing(request), now);
			// What it saw may be a change that is not on disk yet.
			await store.durable();
			return { ...document, ...token };
		}
		if (request.verb === "delete") {
			const accepted = { ...deletedDocument(shadows.delete(request), now), ...token };
			await store.durable();
			this.publish(request, "delete/accepted", accepted);
			return accepted;
		}
		const update = updateIn(request.body);
		const updated = shadows.update(request, update);
		await store.durable();
		const accepted = { ...acceptedDocument(update, updated), ...token };
		const delta = deltaDocument(updated);
		this.publish(request, "update/accepted", accepted);
		if (delta !== undefined) this.publish(request, "update/delta", { ...delta, ...token });
		this.publish(request, "update/documents", { ...documentsDocument(updated), ...token });
		return accepted;
	}

	publish(shadow: ShadowName, stub: string, document: JsonObject): void {
		this.#options.connections.publish(`${shadowPrefix(shadow)}/${stub}`, Buffer.from(JSON.stringify(document)));
	}
}
