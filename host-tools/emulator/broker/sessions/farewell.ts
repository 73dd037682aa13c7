import { reasonCodes } from "../codec/reason-codes.js";
import type { DisconnectReason } from "../connections.js";

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

/** What DISCONNECT says to a client of MQTT 5 whose session ends for that reason; undefined when there is nobody to say it to. */
export function farewellCode(reason: DisconnectReason): number | undefined {
	return codes[reason];
}
