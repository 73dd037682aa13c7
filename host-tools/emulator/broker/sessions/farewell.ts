import type { ProtocolVersion } from "../codec/client-packet.js";
import { reasonCodeOf, reasonCodes } from "../codec/reason-codes.js";
import { encodeDisconnect } from "../codec/write-packet.js";
import type { DisconnectReason } from "../connections.js";
import type { Refused } from "./refused.js";

const codes: Readonly<Record<DisconnectReason, number | undefined>> = Object.freeze({
	API_INITIATED_DISCONNECT: reasonCodes.administrativeAction,
	AUTH_ERROR: reasonCodes.notAuthorized,
	CLIENT_INITIATED_DISCONNECT: undefined,
	CLIENT_ERROR: reasonCodes.protocolError,
	CONNECTION_LOST: undefined,
	DUPLICATE_CLIENTID: reasonCodes.sessionTakenOver,
	FORBIDDEN_ACCESS: reasonCodes.notAuthorized,
	MQTT_KEEP_ALIVE_TIMEOUT: reasonCodes.keepAliveTimeout,
	SERVER_ERROR: reasonCodes.unspecified,
	SERVER_INITIATED_DISCONNECT: reasonCodes.serverShuttingDown,
});

/** What DISCONNECT says to a client whose session ends for that reason; undefined with MQTT 3.1.1, and when there is nobody to say it to. */
export function encodeFarewell(
	session: { readonly protocolVersion: ProtocolVersion; reasonString(reason: string): string | undefined },
	reason: DisconnectReason,
	refused: Refused | undefined,
): Buffer | undefined {
	const usual = codes[reason];
	if (session.protocolVersion === 4 || usual === undefined) return undefined;
	if (refused === undefined) return encodeDisconnect(usual);
	const code = refused.reasonCode ?? reasonCodeOf(refused.code, usual);
	return encodeDisconnect(code, session.reasonString(refused.reason));
}
