import type { Aedes } from "aedes";
import type { Behaviour } from "../behaviour.js";
import type { EmulatorClock } from "../clock.js";
import type { RefusalJournal } from "../journal.js";
import type { LifecycleEvents } from "../services/events/lifecycle-events.js";
import type { FleetProvisioning } from "../services/provisioning/fleet-provisioning.js";
import type { Registry } from "../services/registry.js";
import type { Store } from "../store/store.js";
import type { BrokerPersistence } from "./broker-persistence.js";
import type { ConnectRate } from "./connect-rate.js";
import type { SessionTable } from "./session-table.js";

/** What the parts of the data plane share. */
export interface Plane {
	readonly broker: Aedes;
	readonly registry: Registry;
	readonly clock: EmulatorClock;
	readonly journal: RefusalJournal;
	readonly behaviour: Required<Behaviour>;
	readonly sessions: SessionTable;
	readonly events: LifecycleEvents;
	readonly persistence: BrokerPersistence;
	readonly store: Store;
	/** What is acknowledged must survive a kill -9. */
	readonly isDurable: boolean;
	readonly provisioning: FleetProvisioning;
	/** Asked only with `limitConnectRate`. */
	readonly connectRate: ConnectRate;
}
