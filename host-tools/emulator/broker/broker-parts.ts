import type { PresentBehaviour } from "../behaviour.js";
import type { EmulatorClock } from "../clock.js";
import type { RefusalJournal } from "../journal.js";
import type { Store } from "../store/store.js";
import type { ConnectionHub } from "./connections.js";
import type { Principals } from "./principals.js";
import type { MessageRouter } from "./routing/message-router.js";
import type { ReservedRouter } from "./routing/reserved-router.js";
import type { RetainedMessages } from "./routing/retained-messages.js";
import type { DelayedWills } from "./sessions/delayed-wills.js";
import type { PersistentSessions } from "./sessions/persistent-sessions.js";
import type { SessionTable } from "./sessions/session-table.js";

/** What the handlers of packets work with. */
export interface BrokerParts {
	readonly clock: EmulatorClock;
	readonly journal: RefusalJournal;
	/** Where messages are kept: what is acknowledged must be in it. */
	readonly store: Store;
	readonly principals: Principals;
	readonly connections: ConnectionHub;
	readonly behaviour: Pick<PresentBehaviour, "denial" | "limitConnectRate" | "cuts">;
	readonly sessions: SessionTable;
	readonly persistent: PersistentSessions;
	readonly wills: DelayedWills;
	readonly router: MessageRouter;
	readonly reserved: ReservedRouter;
	readonly retained: RetainedMessages;
}
