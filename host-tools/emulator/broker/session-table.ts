import type { Client } from "aedes";
import type { Session } from "./session.js";

/** The sessions there are, by everything they are looked for by. */
export class SessionTable {
	readonly #byClient = new WeakMap<Client, Session>();
	readonly #byClientId = new Map<string, Session>();
	readonly #all = new Set<Session>();

	/** Returns the session that had the client id until now. */
	add(session: Session): Session | undefined {
		const older = this.#byClientId.get(session.clientId);
		this.#byClient.set(session.client, session);
		this.#byClientId.set(session.clientId, session);
		this.#all.add(session);
		return older;
	}

	remove(session: Session): void {
		this.#all.delete(session);
		if (this.isCurrent(session)) this.#byClientId.delete(session.clientId);
	}

	/** False once a newer session took its client id. */
	isCurrent(session: Session): boolean {
		return this.#byClientId.get(session.clientId) === session;
	}

	of(client: Client | null): Session | undefined {
		return client === null ? undefined : this.#byClient.get(client);
	}

	ofCertificate(certificateId: string): readonly Session[] {
		return [...this.#all].filter((session) => session.certificateId === certificateId);
	}

	all(): readonly Session[] {
		return [...this.#all];
	}
}
