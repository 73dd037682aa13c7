import { type ArnScope, arn } from "../../arn.js";
import { AwsError, invalidRequest, notFound, quote } from "../../aws-error.js";
import type { EmulatorClock } from "../../clock.js";
import { jsonRows } from "../../store/json-rows.js";
import type { Store } from "../../store/store.js";
import type { RowsFrom, Table } from "../../store/table.js";
import type { ChangeFeed } from "../changes.js";
import { checkRoom } from "../checks.js";
import type { Authorizer, AuthorizerInput } from "./authorizer.js";
import { checkedAuthorizer } from "./check-authorizer.js";

/** Ours. */
const mostAuthorizers = 100;
/** Key of the one row of the table that says which is the default. */
const only = "default";

export interface AuthorizersParts {
	readonly store: Store;
	readonly clock: EmulatorClock;
	readonly changes: Pick<ChangeFeed, "announce">;
}

/** Custom authorizers of the account. All calls are synchronous and throw AwsError as the AWS operation of the same name would. */
export class Authorizers {
	readonly #rows: Table<Authorizer>;
	readonly #default: Table<{ readonly authorizerName: string }>;
	readonly #clock: EmulatorClock;
	readonly #changes: AuthorizersParts["changes"];

	constructor({ store, clock, changes }: AuthorizersParts) {
		const orderOf = ({ authorizerName }: Authorizer) => authorizerName;
		this.#rows = store.table("authorizer", jsonRows<Authorizer>("authorizerName"), { orderOf });
		this.#default = store.table("default-authorizer", jsonRows("authorizerName"));
		this.#clock = clock;
		this.#changes = changes;
	}

	create(authorizerName: string, input: AuthorizerInput, scope: ArnScope): Authorizer {
		const present = this.#rows.get(checkName(authorizerName));
		const properties = checkedAuthorizer(input);
		if (present !== undefined) {
			throw new AwsError("ResourceAlreadyExistsException", `Authorizer "${authorizerName}" exists`, {
				resourceId: authorizerName,
				resourceArn: present.authorizerArn,
			});
		}
		checkRoom("authorizers", this.#rows.size, mostAuthorizers);
		const now = this.#clock.now();
		const authorizerArn = arn(scope, "authorizer", authorizerName);
		return this.#keep({ authorizerName, authorizerArn, ...properties, creationDate: now, lastModifiedDate: now });
	}

	find(authorizerName: string): Authorizer | undefined {
		return this.#rows.get(authorizerName);
	}

	describe(authorizerName: string): Authorizer {
		const authorizer = this.#rows.get(checkName(authorizerName));
		if (authorizer !== undefined) return authorizer;
		throw notFound(`Authorizer "${authorizerName}" does not exist`);
	}

	update(authorizerName: string, input: Omit<AuthorizerInput, "signingDisabled">): Authorizer {
		const present = this.describe(authorizerName);
		const properties = checkedAuthorizer({ ...present, ...input });
		return this.#keep({ ...present, ...properties, lastModifiedDate: this.#clock.now() });
	}

	/** Returns what it was. */
	delete(authorizerName: string): Authorizer {
		const present = this.describe(authorizerName);
		if (this.defaultName === authorizerName) {
			throw new AwsError(
				"DeleteConflictException",
				`Authorizer "${authorizerName}" is the default one: ClearDefaultAuthorizer, or SetDefaultAuthorizer to another`,
			);
		}
		if (present.status === "ACTIVE") {
			throw invalidRequest(`Authorizer "${authorizerName}" is ACTIVE: UpdateAuthorizer to INACTIVE first`);
		}
		this.#rows.delete(authorizerName);
		this.#changes.announce({ kind: "authorizer", name: authorizerName });
		return present;
	}

	/** By name. */
	list(range?: RowsFrom): Iterable<Authorizer> {
		return this.#rows.inOrder(range);
	}

	/** Whether a client may name one that is asked. */
	get hasActive(): boolean {
		return [...this.#rows.values()].some(({ status }) => status === "ACTIVE");
	}

	/** Of the one that is asked where a client names none. */
	get defaultName(): string | undefined {
		return this.#default.get(only)?.authorizerName;
	}

	describeDefault(): Authorizer {
		const name = this.defaultName;
		if (name !== undefined) return this.describe(name);
		throw notFound("There is no default authorizer: SetDefaultAuthorizer names one");
	}

	/** That another one has to be cleared first is guessed, from the errors of the API model. */
	setDefault(authorizerName: string): Authorizer {
		const authorizer = this.describe(authorizerName);
		const present = this.defaultName;
		if (present !== undefined && present !== authorizerName) {
			throw new AwsError("ResourceAlreadyExistsException", `Authorizer "${present}" is the default: clear it first`, {
				resourceId: present,
				resourceArn: this.describe(present).authorizerArn,
			});
		}
		this.#default.set(only, Object.freeze({ authorizerName }));
		return authorizer;
	}

	clearDefault(): void {
		this.describeDefault();
		this.#default.delete(only);
	}

	#keep(authorizer: Authorizer): Authorizer {
		this.#rows.set(authorizer.authorizerName, Object.freeze(authorizer));
		this.#changes.announce({ kind: "authorizer", name: authorizer.authorizerName });
		return authorizer;
	}
}

function checkName(authorizerName: string): string {
	if (/^[\w=,@-]{1,128}$/.test(authorizerName)) return authorizerName;
	throw invalidRequest(`authorizerName must be 1 to 128 of a-z A-Z 0-9 _ = , @ -: it is ${quote(authorizerName)}`);
}
