import { AwsError, invalidRequest, notFound } from "../../../aws-error.js";
import type { EmulatorClock } from "../../../clock.js";
import { jsonRows } from "../../../store/json-rows.js";
import type { Store } from "../../../store/store.js";
import type { RowsFrom, Table } from "../../../store/table.js";
import { checkLength, checkRoom } from "../../checks.js";
import { identifierKey, type ResourceIdentifier } from "./audited-resource.js";
import { checkNamed } from "./checks/audit-checks.js";

export interface AuditSuppression {
	readonly checkName: string;
	readonly resourceIdentifier: ResourceIdentifier;
	/** ms */
	readonly expirationDate: number | undefined;
	readonly suppressIndefinitely: boolean;
	readonly description: string;
	readonly clientRequestToken: string;
}

type Properties = Pick<AuditSuppression, "expirationDate" | "suppressIndefinitely" | "description">;

export type SuppressionProperties = Partial<Properties>;

/** Ours. */
const mostSuppressions = 10_000;

/** Findings that people do not want to hear of for a while. Throws AwsError as the AWS operation of the same name would. */
export class AuditSuppressions {
	readonly #rows: Table<AuditSuppression>;
	readonly #clock: EmulatorClock;

	constructor(store: Store, clock: EmulatorClock) {
		this.#rows = store.table(
			"audit-suppression",
			jsonRows<AuditSuppression>("checkName", { expirationDate: undefined }),
			{
				orderOf: (row) => suppressionKey(row),
			},
		);
		this.#clock = clock;
	}

	/** Again with the same token is no error. */
	create(
		checkName: string,
		resourceIdentifier: ResourceIdentifier,
		{ expirationDate, suppressIndefinitely = false, description = "" }: SuppressionProperties,
		clientRequestToken: string,
	): void {
		const { identifiedBy } = checkNamed(checkName);
		if (resourceIdentifier[identifiedBy] === undefined) {
			throw invalidRequest(`A suppression of ${checkName} names a ${identifiedBy}`);
		}
		const properties = { expirationDate, suppressIndefinitely, description };
		const row = { checkName, resourceIdentifier, ...properties, clientRequestToken };
		this.#check(row);
		const key = suppressionKey(row);
		const present = this.#rows.get(key);
		if (present?.clientRequestToken === clientRequestToken) return;
		if (present !== undefined && this.#isInForce(present)) {
			throw new AwsError("ResourceAlreadyExistsException", `${checkName} is suppressed for that resource already`);
		}
		checkRoom("audit suppressions", this.#rows.size, mostSuppressions);
		this.#rows.set(key, Object.freeze(row));
	}

	describe(checkName: string, resourceIdentifier: ResourceIdentifier): AuditSuppression {
		const row = this.#rows.get(suppressionKey({ checkName, resourceIdentifier }));
		if (row !== undefined && this.#isInForce(row)) return row;
		throw notFound(`${checkName} is not suppressed for that resource`);
	}

	update(checkName: string, resourceIdentifier: ResourceIdentifier, update: SuppressionProperties): void {
		const present = this.describe(checkName, resourceIdentifier);
		const isForEver =
			update.suppressIndefinitely ?? (update.expirationDate === undefined && present.suppressIndefinitely);
		const expirationDate = update.expirationDate ?? (isForEver ? undefined : present.expirationDate);
		const row = { ...present, ...update, expirationDate, suppressIndefinitely: isForEver };
		this.#check(row);
		this.#rows.set(suppressionKey(row), Object.freeze(row));
	}

	/** What is not there is no error. */
	delete(checkName: string, resourceIdentifier: ResourceIdentifier): void {
		checkNamed(checkName);
		this.#rows.delete(suppressionKey({ checkName, resourceIdentifier }));
	}

	/** By check and resource; those that are over are left out. */
	*list(range?: RowsFrom): Iterable<AuditSuppression> {
		for (const row of this.#rows.inOrder(range)) if (this.#isInForce(row)) yield row;
	}

	suppresses(checkName: string, resourceIdentifier: ResourceIdentifier): boolean {
		const row = this.#rows.get(suppressionKey({ checkName, resourceIdentifier }));
		return row !== undefined && this.#isInForce(row);
	}

	#isInForce({ suppressIndefinitely, expirationDate = 0 }: AuditSuppression): boolean {
		return suppressIndefinitely || expirationDate > this.#clock.now();
	}

	#check({ expirationDate, suppressIndefinitely, description }: Properties): void {
		checkLength("description", description, 0, 1000);
		if (suppressIndefinitely === (expirationDate !== undefined)) {
			throw invalidRequest("A suppression has either expirationDate or suppressIndefinitely");
		}
		if (expirationDate !== undefined && expirationDate <= this.#clock.now()) {
			throw invalidRequest("expirationDate must be in the future");
		}
	}
}

export function suppressionKey({
	checkName,
	resourceIdentifier,
}: Pick<AuditSuppression, "checkName" | "resourceIdentifier">): string {
	return `${checkName} ${identifierKey(resourceIdentifier)}`;
}
