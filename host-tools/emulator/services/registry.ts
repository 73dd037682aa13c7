import type { EmulatorClock } from "../clock.js";
import { Relation } from "../store/relation.js";
import type { Store } from "../store/store.js";
import type { Certificates } from "./certificates/certificates.js";
import { openCertificates } from "./certificates/open-certificates.js";
import { ChangeFeed, type Changes } from "./changes.js";
import { openPolicies } from "./policies/open-policies.js";
import type { Policies } from "./policies/policies.js";
import { openTemplates } from "./provisioning/open-templates.js";
import type { Templates } from "./provisioning/templates.js";
import { openThings } from "./things/open-things.js";
import type { Things } from "./things/things.js";

/**
 * The account's resources, with AWS's rules (docs/aws-behaviour.md, "Things, certificates and policies"): one truth
 * behind HTTP, MQTT and fleet provisioning. Take what you need of it.
 */
export interface Registry {
	readonly things: Things;
	readonly certificates: Certificates;
	readonly policies: Policies;
	readonly templates: Templates;
	readonly changes: Changes;
}

export interface RegistryOptions {
	readonly clock: EmulatorClock;
	readonly store: Store;
}

/** Throws when a kept row is none of this version. `close()` ends its timers and may be called twice; the store stays open. */
export function openRegistry({ clock, store }: RegistryOptions): Registry & { close(): void } {
	const changes = new ChangeFeed();
	const thingPrincipals = new Relation(store, "thing-principal");
	const policyTargets = new Relation(store, "policy-target");
	const certificates = openCertificates({ store, clock, changes, thingPrincipals, policyTargets });
	return {
		things: openThings({ store, changes, certificates, thingPrincipals }),
		certificates,
		policies: openPolicies({ store, clock, changes, certificates, policyTargets }),
		templates: openTemplates({ store, clock, changes }),
		changes,
		close: () => certificates.close(),
	};
}
