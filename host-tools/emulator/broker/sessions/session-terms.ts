import type { ConnectPacket, ProtocolVersion } from "../codec/client-packet.js";
import { limits } from "../limits.js";

/** What CONNECT asked for, as far as it is granted. */
export interface SessionTerms {
	readonly protocolVersion: ProtocolVersion;
	readonly cleanSession: boolean;
	readonly keepAliveSeconds: number;
	/** For which the session outlives its connection; 0: it does not. */
	readonly sessionExpirySeconds: number;
	/** QoS 1 messages under way to the client. */
	readonly receiveMaximum: number;
	/** Bytes of a packet to the client. */
	readonly maximumPacketSize: number;
	/** Whether it hears reasons in words. */
	readonly wantsReasons: boolean;
}

export function sessionTerms({ protocolVersion, clean, keepAlive, properties }: ConnectPacket): SessionTerms {
	const { sessionExpiryInterval = 0, receiveMaximum, maximumPacketSize, requestProblemInformation } = properties;
	const asked = protocolVersion === 5 ? sessionExpiryInterval : clean ? 0 : limits.sessionExpiry;
	return {
		protocolVersion,
		cleanSession: clean,
		keepAliveSeconds: clampKeepAlive(keepAlive),
		sessionExpirySeconds: Math.min(asked, limits.sessionExpiry),
		receiveMaximum: Math.min(receiveMaximum ?? limits.underWay, limits.underWay),
		maximumPacketSize: maximumPacketSize ?? Number.POSITIVE_INFINITY,
		wantsReasons: protocolVersion === 5 && requestProblemInformation !== false,
	};
}

/** 0 and what is too long become the longest, what is too short the shortest (docs/aws-behaviour.md, "Connections"). */
function clampKeepAlive(seconds: number): number {
	if (seconds === 0) return limits.longestKeepAlive;
	return Math.min(Math.max(seconds, limits.shortestKeepAlive), limits.longestKeepAlive);
}
