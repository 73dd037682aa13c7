import { AwsError, invalidRequest, quote } from "../../aws-error.js";
import type { Members } from "../../http/members.js";
import { checkLength } from "../checks.js";
import { checkAggregationField } from "./aggregations.js";
import type { MetricDefinition } from "./fleet-metrics.js";
import type { IndexConfiguration } from "./index-configuration.js";
import { asked, queryVersion } from "./search-operations.js";

/** API model, AggregationTypeName, and what the developer guide ("Managing fleet metrics") has as values of each. */
const aggregations: Readonly<Record<string, RegExp>> = Object.freeze({
	Statistics: /^(maximum|count|sum|minimum|average|sumOfSquares|variance|stdDeviation)$/,
	Percentiles: /^(100|[1-9]?[0-9])$/,
	Cardinality: /^$/,
});

/** API model, FleetMetricUnit. */
const units: ReadonlySet<string> = new Set([
	...["Seconds", "Microseconds", "Milliseconds", "Percent", "Count", "Count/Second", "None"],
	...["", "Kilo", "Mega", "Giga", "Tera"].flatMap((size) =>
		["bytes", "bits"].flatMap((of) => {
			const unit = size === "" ? `B${of.slice(1)}` : `${size}${of}`;
			return [unit, `${unit}/Second`];
		}),
	),
]);

/**
 * The definition in a body; what it leaves out is as in `before`, if there is one. Throws InvalidRequestException,
 * InvalidQueryException, InvalidAggregationException, and ResourceNotFoundException for an index that is off.
 */
export function readFleetMetric(
	members: Members,
	configuration: IndexConfiguration,
	before?: MetricDefinition,
): MetricDefinition {
	const queryString = members.string("queryString") ?? before?.queryString ?? members.requiredString("queryString");
	const indexName = members.string("indexName") ?? before?.indexName;
	const { indexName: index } = asked(configuration, {
		string: (name) => (name === "indexName" ? indexName : members.string(name)),
		requiredString: () => queryString,
	});
	const aggregationField =
		members.string("aggregationField") ?? before?.aggregationField ?? members.requiredString("aggregationField");
	checkAggregationField(aggregationField, configuration);
	const description = members.string("description") ?? before?.description;
	const unit = members.string("unit") ?? before?.unit;
	if (description !== undefined) checkLength("description", description, 0, 1024);
	if (unit !== undefined && !units.has(unit)) throw invalidRequest(`unit is none of AWS's: it is ${quote(unit)}`);
	return {
		queryString,
		aggregationType: aggregationIn(members) ?? before?.aggregationType ?? missing("aggregationType"),
		period: checkPeriod(members.integer("period") ?? before?.period ?? missing("period")),
		aggregationField,
		queryVersion,
		indexName: index,
		...(description !== undefined && { description }),
		...(unit !== undefined && { unit }),
	};
}

function aggregationIn(members: Members): MetricDefinition["aggregationType"] | undefined {
	const type = members.object("aggregationType");
	if (type === undefined) return undefined;
	const name = type.requiredString("name");
	const pattern = Object.hasOwn(aggregations, name) ? aggregations[name] : undefined;
	if (pattern === undefined) {
		throw invalidRequest(
			`aggregationType.name must be one of ${Object.keys(aggregations).join(", ")}: it is ${quote(name)}`,
		);
	}
	const values = type.list("values") ?? [];
	const wrong = values.find((value) => !pattern.test(value));
	if (wrong === undefined) return { name, values };
	throw new AwsError("InvalidAggregationException", `aggregationType.values of ${name} may not have ${quote(wrong)}`);
}

function checkPeriod(period: number): number {
	if (period >= 60 && period <= 86_400 && period % 60 === 0) return period;
	throw invalidRequest(`period must be 60 to 86400 seconds and a multiple of 60: it is ${period}`);
}

function missing(member: string): never {
	throw invalidRequest(`${member} is missing`);
}
