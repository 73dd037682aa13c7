/** What kind of resource changed. */
export type ChangeKind =
	| "certificate"
	| "policy"
	| "thing"
	| "thing-type"
	| "thing-group"
	| "provisioning-template"
	| "ca-certificate"
	| "certificate-provider"
	| "authorizer"
	| "billing-group"
	| "shadow"
	| "job"
	| "job-execution"
	| "stream"
	| "topic-rule"
	| "audit"
	| "security-profile"
	| "index";

/** Kinds that policies are evaluated from: what was computed from them before is stale. */
const rightsKinds: ReadonlySet<ChangeKind> = new Set([
	"certificate",
	"policy",
	"thing",
	"thing-type",
	"thing-group",
	"provisioning-template",
]);

/** What changed in the account. */
export interface RegistryChange {
	readonly kind: ChangeKind;
	/** Of what changed: a certificate id, a thing's name; of a named shadow `<thing>/<shadow>`, of an execution `<thing>/<job>`. */
	readonly name: string;
	/** Who joined or left, where the change is membership: `name` is the group's. */
	readonly thingName?: string;
}

/** What is told to those who compute something from the registry. */
export interface Changes {
	/** Grows with each change that may change somebody's rights: what was computed from the registry at another revision is stale. */
	readonly revision: number;
	/** For a service that keeps tables of its own: to be called once after each operation that changed something. */
	announce(change: RegistryChange): void;
	/** Called synchronously after each change; must not throw. Returns a function that ends it. */
	onChange(listener: (change: RegistryChange) => void): () => void;
}

/** One for all resources of a registry. */
export class ChangeFeed implements Changes {
	readonly #listeners = new Set<(change: RegistryChange) => void>();
	#revision = 0;

	get revision(): number {
		return this.#revision;
	}

	onChange(listener: (change: RegistryChange) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	announce(change: RegistryChange): void {
		if (rightsKinds.has(change.kind)) this.#revision += 1;
		for (const listener of this.#listeners) listener(change);
	}
}
