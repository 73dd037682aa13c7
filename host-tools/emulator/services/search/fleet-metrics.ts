import { type ArnScope, arn } from "../../arn.js";
import { AwsError, invalidRequest, notFound, quote } from "../../aws-error.js";
import type { EmulatorClock } from "../../clock.js";
import { jsonRows } from "../../store/json-rows.js";
import type { Store } from "../../store/store.js";
import type { RowsFrom, Table } from "../../store/table.js";
import { checkRoom, checkVersion } from "../checks.js";

/** Ours: AWS's quota is of a region. */
const mostFleetMetrics = 100;

/** What is measured: everything but the name. */
export interface MetricDefinition {
	readonly queryString: string;
	readonly aggregationType: { readonly name: string; readonly values: readonly string[] };
	/** s, a multiple of 60 */
	readonly period: number;
	readonly aggregationField: string;
	readonly description?: string;
	readonly queryVersion: string;
	readonly indexName: string;
	readonly unit?: string;
}

export interface FleetMetric extends MetricDefinition {
	readonly metricName: string;
	readonly metricArn: string;
	readonly version: number;
	/** ms */
	readonly creationDate: number;
	/** ms */
	readonly lastModifiedDate: number;
}

/** Fleet metrics as a register. Throws AwsError as the AWS operation of the same name would. */
export class FleetMetrics {
	readonly #rows: Table<FleetMetric>;
	readonly #clock: EmulatorClock;

	constructor(store: Store, clock: EmulatorClock) {
		this.#rows = store.table("fleet-metric", jsonRows<FleetMetric>("metricName"), {
			orderOf: ({ metricName }) => metricName,
		});
		this.#clock = clock;
	}

	create(metricName: string, definition: MetricDefinition, scope: ArnScope): FleetMetric {
		const metricArn = arn(scope, "fleetmetric", checkName(metricName));
		if (this.#rows.get(metricName) !== undefined) {
			throw new AwsError("ResourceAlreadyExistsException", `Fleet metric "${metricName}" exists`, {
				resourceId: metricName,
				resourceArn: metricArn,
			});
		}
		checkRoom("fleet metrics", this.#rows.size, mostFleetMetrics);
		const now = this.#clock.now();
		return this.#keep({ ...definition, metricName, metricArn, version: 1, creationDate: now, lastModifiedDate: now });
	}

	find(metricName: string): FleetMetric | undefined {
		return this.#rows.get(metricName);
	}

	describe(metricName: string): FleetMetric {
		const row = this.#rows.get(checkName(metricName));
		if (row !== undefined) return row;
		throw notFound(`Fleet metric "${metricName}" does not exist`);
	}

	/** Sorted by name. */
	list(range?: RowsFrom): Iterable<FleetMetric> {
		return this.#rows.inOrder(range);
	}

	update(metricName: string, definition: MetricDefinition, expectedVersion: number | undefined): void {
		const present = this.describe(metricName);
		checkVersion(`Fleet metric "${metricName}"`, present.version, expectedVersion);
		const { metricArn, creationDate, version } = present;
		const lastModifiedDate = this.#clock.now();
		this.#keep({ ...definition, metricName, metricArn, creationDate, version: version + 1, lastModifiedDate });
	}

	/** Undefined when there was none. */
	delete(metricName: string, expectedVersion: number | undefined): FleetMetric | undefined {
		const present = this.#rows.get(checkName(metricName));
		if (present === undefined) return undefined;
		checkVersion(`Fleet metric "${metricName}"`, present.version, expectedVersion);
		this.#rows.delete(metricName);
		return present;
	}

	#keep(row: FleetMetric): FleetMetric {
		this.#rows.set(row.metricName, Object.freeze(row));
		return row;
	}
}

function checkName(metricName: string): string {
	if (/^[\w.-]{1,128}$/.test(metricName)) return metricName;
	throw invalidRequest(`metricName must be 1 to 128 of a-z A-Z 0-9 _ . -: it is ${quote(metricName)}`);
}
