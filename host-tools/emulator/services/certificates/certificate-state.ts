import type { ArnScope } from "../../arn.js";
import type { EmulatorClock } from "../../clock.js";
import type { Relation } from "../../store/relation.js";
import type { Table } from "../../store/table.js";
import type { ChangeFeed } from "../changes.js";
import type { Certificate } from "./certificates.js";

/** What the operations on certificates share. The relations say what still uses a certificate. */
export interface CertificateState {
	readonly certificates: Table<Certificate>;
	/** thing name → certificate ARN */
	readonly thingPrincipals: Relation;
	/** policy name → certificate ARN */
	readonly policyTargets: Relation;
	readonly clock: EmulatorClock;
	readonly changes: ChangeFeed;
	/** Account and region of what is made without a request. */
	readonly home: ArnScope;
}
