import { AwsError, invalidRequest, quote } from "../../aws-error.js";
import type { ApiCall, Operation } from "../../http/operation.js";
import type { IndexConfiguration } from "./index-configuration.js";
import { managedFields } from "./managed-fields.js";
import { percentiles, statistics } from "./numbers.js";
import type { FieldValue, Searchable } from "./searchable.js";

/** AWS's, where a request names none (API reference, GetPercentiles and GetBucketsAggregation). */
const defaultPercents: readonly number[] = [1, 5, 25, 50, 75, 95, 99];
const defaultBuckets = 10;
const mostBuckets = 10_000;

/** What is counted over all that a query finds. */
export function aggregations(
	found: (call: ApiCall) => AsyncIterable<Searchable>,
	configuration: () => IndexConfiguration,
): readonly Operation[] {
	const fieldOf = ({ body }: ApiCall): string | undefined => {
		const field = body().string("aggregationField");
		if (field !== undefined) checkAggregationField(field, configuration());
		return field;
	};
	return [
		{
			name: "GetStatistics",
			method: "POST",
			path: "/indices/statistics",
			handle: async (call) => {
				const field = fieldOf(call);
				const { total, values } = await numbersIn(found(call), field);
				// Without a field, or with one of texts, only what was found is counted.
				return { statistics: field === undefined ? { count: total } : statistics(values) };
			},
		},
		{
			name: "GetCardinality",
			method: "POST",
			path: "/indices/cardinality",
			handle: async (call) => {
				const field = fieldOf(call) ?? "registry.thingTypeName";
				return { cardinality: (await countsOf(found(call), field)).counts.size };
			},
		},
		{
			name: "GetPercentiles",
			method: "POST",
			path: "/indices/percentiles",
			handle: async (call) => {
				const field = fieldOf(call) ?? "registry.version";
				const percents = call.body().numbers("percents") ?? defaultPercents;
				if (percents.some((percent) => percent < 0 || percent > 100)) throw invalidRequest("percents must be 0 to 100");
				const { values } = await numbersIn(found(call), field);
				return { percentiles: percentiles(values, percents) };
			},
		},
		{
			name: "GetBucketsAggregation",
			method: "POST",
			path: "/indices/buckets",
			handle: (call) => buckets(call, found, fieldOf(call)),
		},
	];
}

async function buckets(
	call: ApiCall,
	found: (call: ApiCall) => AsyncIterable<Searchable>,
	field: string | undefined,
): Promise<object> {
	if (field === undefined) throw invalidRequest("aggregationField is missing");
	const type = call.body().object("bucketsAggregationType");
	if (type === undefined) throw invalidRequest("bucketsAggregationType is missing");
	const most = type.object("termsAggregation")?.integer("maxBuckets") ?? defaultBuckets;
	if (most < 1 || most > mostBuckets) {
		throw invalidRequest(
			`bucketsAggregationType.termsAggregation.maxBuckets must be 1 to ${mostBuckets}: it is ${most}`,
		);
	}
	const { total, counts } = await countsOf(found(call), field);
	const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
	return {
		totalCount: total,
		buckets: sorted.slice(0, most).map(([keyValue, count]) => ({ keyValue, count })),
	};
}

/** AWS aggregates managed fields and those that the configuration names. Throws InvalidAggregationException. */
export function checkAggregationField(field: string, configuration: IndexConfiguration): void {
	const { customFields, groupCustomFields } = configuration;
	const fields = [...managedFields(configuration), ...customFields, ...groupCustomFields].map(({ name }) => name);
	if (fields.includes(field) || fields.includes(`registry.${field}`)) return;
	throw new AwsError(
		"InvalidAggregationException",
		`aggregationField ${quote(field)} is no managed field, and no custom field: add it to customFields (UpdateIndexingConfiguration)`,
	);
}

/** How many documents there are, and how many have each value. */
async function countsOf(documents: AsyncIterable<Searchable>, field: string) {
	const counts = new Map<string, number>();
	let total = 0;
	for await (const document of documents) {
		total += 1;
		for (const value of new Set(document.valuesOf(field).map(String))) counts.set(value, (counts.get(value) ?? 0) + 1);
	}
	return { total, counts };
}

/** How many documents there are, and the field's numbers in all of them. */
async function numbersIn(documents: AsyncIterable<Searchable>, field: string | undefined) {
	const values: number[] = [];
	let total = 0;
	for await (const document of documents) {
		total += 1;
		if (field !== undefined) values.push(...numbersOf(document.valuesOf(field)));
	}
	return { total, values };
}

/** Attributes are texts: those that are numbers count as such. */
function numbersOf(values: readonly FieldValue[]): readonly number[] {
	return values
		.filter((value) => typeof value === "number" || (typeof value === "string" && value.trim() !== ""))
		.map(Number)
		.filter(Number.isFinite);
}
