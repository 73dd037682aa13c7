import type { Socket } from "node:net";
import type { Peer } from "../broker/connection/peer.js";
import { type Authentication, type CustomIdentity, isProblem } from "../broker/principals.js";
import { deviceCaller, ForbiddenToDevice } from "./certificate-caller.js";
import type { Caller } from "./operation.js";

interface Cached {
	readonly key: string;
	readonly identity: CustomIdentity;
}

/** Callers that custom authorizers let in; where one says so, asked once for a while on the same connection (`enableCachingForHttp`). */
export class CustomCallers {
	readonly #cached = new WeakMap<Socket, Cached>();

	/** Rejects with ForbiddenToDevice. `now`: ms, emulator time. */
	async callerOf(socket: Socket, peer: Peer, { key, ask }: Authentication, now: () => number): Promise<Caller> {
		const cached = this.#cached.get(socket);
		const isFresh = cached?.key === key && now() < (cached.identity.cachedUntil ?? 0);
		const admission = isFresh ? cached.identity : await ask();
		if (isProblem(admission)) throw new ForbiddenToDevice(admission, undefined);
		if (admission.cachedUntil !== undefined) this.#cached.set(socket, { key, identity: admission });
		return deviceCaller(
			peer,
			{ principal: admission.principal, certificateId: undefined, rights: admission.rights },
			now,
		);
	}
}
