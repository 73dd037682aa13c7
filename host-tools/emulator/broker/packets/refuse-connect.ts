import type { BrokerParts } from "../broker-parts.js";
import type { ConnectPacket } from "../codec/client-packet.js";
import { reasonCodeOf } from "../codec/reason-codes.js";
import { encodeConnack, encodeConnack5, returnCodes } from "../codec/write-packet.js";
import type { ClientConnection } from "../connection/client-connection.js";
import type { Peer } from "../connection/peer.js";
import { limits } from "../limits.js";
import type { ConnectRefusal } from "./connect-problem.js";

/** Turns a client away: with MQTT 3.1.1 without a packet unless told otherwise, with MQTT 5 as AWS does, saying why. */
export function refuseConnect(
	{ journal, behaviour }: Pick<BrokerParts, "journal" | "behaviour">,
	connection: ClientConnection,
	packet: ConnectPacket,
	{ certificateId }: Peer,
	{ code, reason, connack, reasonCode }: ConnectRefusal,
): undefined {
	journal.add({
		plane: "connect",
		code,
		reason,
		// It may be megabytes long when it is the reason of the refusal.
		clientId: packet.clientId.slice(0, limits.clientId),
		...(certificateId === undefined ? {} : { certificateId }),
	});
	if (packet.protocolVersion === 5) {
		const wantsReason = packet.properties.requestProblemInformation !== false;
		const reasonString = wantsReason ? reason.slice(0, limits.reasonString) : undefined;
		connection.send(encodeConnack5(false, reasonCode ?? reasonCodeOf(code), { reasonString }));
	} else if (connack !== undefined || behaviour.denial === "answer") {
		connection.send(encodeConnack(false, connack ?? returnCodes.notAuthorized));
	}
	connection.hangUp();
	return undefined;
}
