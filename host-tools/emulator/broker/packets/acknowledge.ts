import type { Store } from "../../store/store.js";
import { limits } from "../limits.js";
import type { Session } from "../sessions/session.js";

/**
 * Sends an acknowledgement, with a `store` once everything changed so far is in it. A client gets ahead of the store by so many
 * packets and is not read further then. What cannot be stored is not acknowledged: the connection ends.
 */
export function acknowledge(session: Session, store: Store | undefined, encode: () => Buffer): void {
	const { connection } = session;
	if (store === undefined) {
		connection.send(encode());
		return;
	}
	session.unacknowledged += 1;
	if (session.unacknowledged === limits.unacknowledged) connection.pause();
	store.durable().then(
		() => {
			connection.send(encode());
			session.unacknowledged -= 1;
			if (session.unacknowledged === limits.unacknowledged - 1) connection.resume();
		},
		(error: Error) => {
			const reason = `Not acknowledged, because it cannot be stored: ${error.message}`;
			session.cut("SERVER_ERROR", { plane: "limits", code: "internal-failure", reason });
		},
	);
}
