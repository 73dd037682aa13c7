import type { Session } from "./session.js";

/** The sessions there are, by everything they are looked for by. */
export class SessionTable {
	readonly #byClientId = new Map<string, Session>();

	/** The client id must be free. */
	add(session: Session): void {
		this.#byClientId.set(session.clientId, session);
	}

	remove(session: Session): void {
		if (this.#byClientId.get(session.clientId) === session) this.#byClientId.delete(session.clientId);
	}

	of(clientId: string): Session | undefined {
		return this.#byClientId.get(clientId);
	}

	ofCertificate(certificateId: string): readonly Session[] {
		return this.all().filter((session) => session.certificateId === certificateId);
	}

	all(): readonly Session[] {
		return [...this.#byClientId.values()];
	}
}
