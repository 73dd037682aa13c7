import type { RefusalPlane } from "../../journal.js";

/** Why something was refused to a session: for the journal, and with MQTT 5 for the client. */
export interface Refused {
	readonly plane: RefusalPlane;
	readonly code: string;
	readonly reason: string;
	readonly target?: string;
	/** MQTT 5's, where it is not the one of `code`. */
	readonly reasonCode?: number;
}
