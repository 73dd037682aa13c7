import { type ArnScope, arn } from "../../../arn.js";
import { AwsError, invalidRequest, notFound, quote } from "../../../aws-error.js";
import type { EmulatorClock } from "../../../clock.js";
import { jsonRows } from "../../../store/json-rows.js";
import type { Store } from "../../../store/store.js";
import type { RowsFrom, Table } from "../../../store/table.js";
import { checkLength, checkRoom } from "../../checks.js";
import type { CustomMetricType } from "./metric-kinds.js";

export interface CustomMetric {
	readonly metricName: string;
	readonly metricArn: string;
	readonly metricType: CustomMetricType;
	readonly displayName: string;
	readonly clientRequestToken: string;
	/** ms */
	readonly creationDate: number;
	/** ms */
	readonly lastModifiedDate: number;
}

export type NewCustomMetric = Pick<CustomMetric, "metricType" | "clientRequestToken"> & {
	readonly displayName?: string;
};

/** Ours. */
const mostMetrics = 1000;

/** Metrics that devices report besides AWS's own. Throws AwsError as the AWS operation of the same name would. */
export class CustomMetrics {
	readonly #rows: Table<CustomMetric>;
	readonly #clock: EmulatorClock;

	constructor(store: Store, clock: EmulatorClock) {
		const rows = jsonRows<CustomMetric>("metricName");
		this.#rows = store.table("custom-metric", rows, { orderOf: ({ metricName }) => metricName });
		this.#clock = clock;
	}

	/** Again with the same token is no error. */
	create(
		metricName: string,
		{ metricType, displayName = "", clientRequestToken }: NewCustomMetric,
		scope: ArnScope,
	): CustomMetric {
		if (!/^[a-zA-Z0-9:_-]{1,128}$/.test(metricName) || metricName.startsWith("aws:")) {
			throw invalidRequest(
				`metricName must be 1 to 128 of a-z A-Z 0-9 : _ -, and not begin with aws: it is ${quote(metricName)}`,
			);
		}
		const present = this.#rows.get(metricName);
		if (present?.clientRequestToken === clientRequestToken) return present;
		if (present !== undefined) {
			throw new AwsError("ResourceAlreadyExistsException", `Custom metric "${metricName}" exists`);
		}
		checkRoom("custom metrics", this.#rows.size, mostMetrics);
		const now = this.#clock.now();
		return this.#keep({
			metricName,
			metricArn: arn(scope, "custommetric", metricName),
			metricType,
			displayName,
			clientRequestToken,
			creationDate: now,
			lastModifiedDate: now,
		});
	}

	describe(metricName: string): CustomMetric {
		const row = this.#rows.get(metricName);
		if (row !== undefined) return row;
		throw notFound(`There is no custom metric ${quote(metricName)}`);
	}

	find(metricName: string): CustomMetric | undefined {
		return this.#rows.get(metricName);
	}

	update(metricName: string, displayName: string): CustomMetric {
		return this.#keep({ ...this.describe(metricName), displayName, lastModifiedDate: this.#clock.now() });
	}

	/** What is not there is no error. */
	delete(metricName: string): void {
		this.#rows.delete(metricName);
	}

	/** By name. */
	list(range?: RowsFrom): Iterable<CustomMetric> {
		return this.#rows.inOrder(range);
	}

	#keep(metric: CustomMetric): CustomMetric {
		checkLength("displayName", metric.displayName, 0, 128);
		this.#rows.set(metric.metricName, Object.freeze(metric));
		return metric;
	}
}
