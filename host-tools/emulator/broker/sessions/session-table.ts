import type { Session } from "./session.js";

/** The sessions there are, by everything they are looked for by. */
export class SessionTable {
	readonly #byClientId = new Map<string, Session>();
	/** One, or a set of several: a set for each device of a fleet would cost more than its session's other members. */
	readonly #byCertificate = new Map<string, Session | Set<Session>>();

	/** The client id must be free. */
	add(session: Session): void {
		this.#byClientId.set(session.clientId, session);
		const { certificateId } = session;
		if (certificateId === undefined) return;
		const there = this.#byCertificate.get(certificateId);
		if (there === undefined) this.#byCertificate.set(certificateId, session);
		else if (there instanceof Set) there.add(session);
		else this.#byCertificate.set(certificateId, new Set([there, session]));
	}

	remove(session: Session): void {
		if (this.#byClientId.get(session.clientId) === session) this.#byClientId.delete(session.clientId);
		const { certificateId = "" } = session;
		const there = this.#byCertificate.get(certificateId);
		if (there instanceof Set) there.delete(session);
		if (there === session || (there instanceof Set && there.size === 0)) this.#byCertificate.delete(certificateId);
	}

	of(clientId: string): Session | undefined {
		return this.#byClientId.get(clientId);
	}

	/** A copy: those that are cut leave the table. */
	ofCertificate(certificateId: string): readonly Session[] {
		const there = this.#byCertificate.get(certificateId);
		if (there === undefined) return [];
		return there instanceof Set ? [...there] : [there];
	}

	all(): readonly Session[] {
		return [...this.#byClientId.values()];
	}
}
