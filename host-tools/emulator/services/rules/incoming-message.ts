import type { MessageProperties } from "../../broker/routing/message-properties.js";
import type { Lineage } from "./hops.js";

/** A message on its way to rules. */
export interface IncomingMessage {
	/** Without the prefix of basic ingest. */
	readonly topic: string;
	/** A copy. */
	readonly payload: Buffer;
	readonly clientId: string | undefined;
	readonly principal: string | undefined;
	readonly properties: MessageProperties | undefined;
	/** UUID */
	readonly traceId: string;
	readonly lineage: Lineage;
}
