import { type ArnScope, arn } from "../../../arn.js";
import { AwsError, invalidRequest, notFound, quote } from "../../../aws-error.js";
import type { EmulatorClock } from "../../../clock.js";
import { jsonRows } from "../../../store/json-rows.js";
import type { Store } from "../../../store/store.js";
import type { RowsFrom, Table } from "../../../store/table.js";
import { checkLength, checkRoom } from "../../checks.js";

export interface Dimension {
	readonly name: string;
	readonly arn: string;
	readonly type: "TOPIC_FILTER";
	readonly stringValues: readonly string[];
	readonly clientRequestToken: string;
	/** ms */
	readonly creationDate: number;
	/** ms */
	readonly lastModifiedDate: number;
}

/** Ours. */
const mostDimensions = 1000;

/** Topic filters that narrow a metric down. Throws AwsError as the AWS operation of the same name would. */
export class Dimensions {
	readonly #rows: Table<Dimension>;
	readonly #clock: EmulatorClock;
	readonly #changed: () => void;

	constructor(store: Store, clock: EmulatorClock, changed: () => void) {
		this.#rows = store.table("dimension", jsonRows<Dimension>("name"), { orderOf: ({ name }) => name });
		this.#clock = clock;
		this.#changed = changed;
	}

	/** Again with the same token is no error. */
	create(
		name: string,
		{
			type,
			stringValues,
			token,
		}: { readonly type: string; readonly stringValues: readonly string[]; readonly token: string },
		scope: ArnScope,
	): Dimension {
		if (!/^[a-zA-Z0-9:_-]{1,128}$/.test(name)) {
			throw invalidRequest(`name must be 1 to 128 of a-z A-Z 0-9 : _ -: it is ${quote(name)}`);
		}
		if (type !== "TOPIC_FILTER") throw invalidRequest(`type must be TOPIC_FILTER: it is ${quote(type)}`);
		const present = this.#rows.get(name);
		if (present?.clientRequestToken === token) return present;
		if (present !== undefined) throw new AwsError("ResourceAlreadyExistsException", `Dimension "${name}" exists`);
		checkRoom("dimensions", this.#rows.size, mostDimensions);
		const now = this.#clock.now();
		const dates = { creationDate: now, lastModifiedDate: now };
		const dimensionArn = arn(scope, "dimension", name);
		return this.#keep({ name, arn: dimensionArn, type, stringValues, clientRequestToken: token, ...dates });
	}

	describe(name: string): Dimension {
		const row = this.#rows.get(name);
		if (row !== undefined) return row;
		throw notFound(`There is no dimension ${quote(name)}`);
	}

	find(name: string): Dimension | undefined {
		return this.#rows.get(name);
	}

	update(name: string, stringValues: readonly string[]): Dimension {
		return this.#keep({ ...this.describe(name), stringValues, lastModifiedDate: this.#clock.now() });
	}

	/** What is not there is no error. */
	delete(name: string): void {
		if (this.#rows.delete(name)) this.#changed();
	}

	/** By name. */
	list(range?: RowsFrom): Iterable<Dimension> {
		return this.#rows.inOrder(range);
	}

	#keep(dimension: Dimension): Dimension {
		const { stringValues } = dimension;
		if (stringValues.length < 1 || stringValues.length > 100) {
			throw invalidRequest(`stringValues must have 1 to 100 values: it has ${stringValues.length}`);
		}
		for (const value of stringValues) checkLength("A value of stringValues", value, 1, 256);
		this.#rows.set(dimension.name, Object.freeze(dimension));
		this.#changed();
		return dimension;
	}
}
