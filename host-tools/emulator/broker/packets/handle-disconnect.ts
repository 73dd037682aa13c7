import type { BrokerParts } from "../broker-parts.js";
import { protocolError } from "../codec/byte-reader.js";
import type { DisconnectPacket } from "../codec/client-packet.js";
import { reasonCodes } from "../codec/reason-codes.js";
import { limits } from "../limits.js";
import type { Session } from "../sessions/session.js";

/** The will goes with a normal DISCONNECT only. Throws a ProtocolError for a session that cannot be made to last. */
export function handleDisconnect(
	{ persistent }: Pick<BrokerParts, "persistent">,
	session: Session,
	{ reasonCode, sessionExpiryInterval }: DisconnectPacket,
): void {
	if (sessionExpiryInterval !== undefined) {
		const kept = session.persistent;
		const isKept = kept !== undefined && session.terms.sessionExpirySeconds > 0;
		if (!isKept && sessionExpiryInterval > 0) {
			throw protocolError("DISCONNECT asks for a session expiry, and CONNECT had none [MQTT-3.14.2-2]");
		}
		if (isKept) persistent.expireAfter(kept, Math.min(sessionExpiryInterval, limits.sessionExpiry));
	}
	if (reasonCode === reasonCodes.success) session.will = undefined;
	session.end("CLIENT_INITIATED_DISCONNECT");
}
