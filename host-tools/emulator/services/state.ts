import type { EmulatorClock } from "../clock.js";
import { Relation } from "../store/relation.js";
import type { Store } from "../store/store.js";
import type { RowCodec, Table } from "../store/table.js";
import type { Certificate, Policy, ProvisioningTemplate, RegistryChange, Thing } from "./registry.js";

/** `lastVersionId`: the highest version id ever given, so that none is given twice. */
export type TemplateRow = ProvisioningTemplate & { readonly lastVersionId: number };

/** What all parts of the registry share. */
export interface RegistryState {
	readonly clock: EmulatorClock;
	readonly things: Table<Thing>;
	readonly certificates: Table<Certificate>;
	readonly policies: Table<Policy>;
	readonly templates: Table<TemplateRow>;
	/** policy name → certificate ARN */
	readonly policyTargets: Relation;
	/** thing name → certificate ARN */
	readonly thingPrincipals: Relation;
	/** To be called once after each operation that changed something. */
	changed(change?: RegistryChange): void;
}

export type RegistryTables = Omit<RegistryState, "clock" | "changed">;

/** Declares the registry's tables in `store`; throws when a kept row is none of this version. */
export function openTables(store: Store): RegistryTables {
	return {
		things: store.table("thing", rows<Thing>("thingName")),
		certificates: store.table(
			"certificate",
			rows<Certificate>("certificateId", { claimForTemplate: undefined, pendingUntil: undefined }),
		),
		policies: store.table("policy", rows<Policy>("policyName")),
		templates: store.table("template", rows<TemplateRow>("templateName", { preProvisioningHook: undefined })),
		policyTargets: new Relation(store.table("policy-target", pairs)),
		thingPrincipals: new Relation(store.table("thing-principal", pairs)),
	};
}

const pairs: RowCodec<true> = { encode: () => 1, decode: () => true };

/** Rows that are JSON as they are. `absent`: members that JSON leaves out when they are undefined. */
function rows<T extends object>(idMember: keyof T & string, absent: Partial<T> = {}): RowCodec<T> {
	return {
		encode: (row) => row,
		decode(json) {
			if (typeof json !== "object" || json === null || !(idMember in json)) {
				throw new Error(`A kept row has no ${idMember}: the data directory is of another version of thingsmith`);
			}
			return Object.freeze({ ...absent, ...json } as T);
		},
	};
}
