import { invalidRequest } from "../../../aws-error.js";
import type { Members } from "../../../http/members.js";
import type { MetricValue } from "./metric-kinds.js";

export interface MetricDimension {
	readonly dimensionName: string;
	/** IN unless told otherwise. */
	readonly operator?: string;
}

export interface BehaviorCriteria {
	readonly comparisonOperator?: string;
	readonly value?: MetricValue;
	readonly durationSeconds?: number;
	readonly consecutiveDatapointsToAlarm?: number;
	readonly consecutiveDatapointsToClear?: number;
	readonly statisticalThreshold?: { readonly statistic?: string };
	readonly mlDetectionConfig?: { readonly confidenceLevel: string };
}

/** What is normal: a device that does otherwise is in violation (API model: Behavior). */
export interface Behavior {
	readonly name: string;
	readonly metric?: string;
	readonly metricDimension?: MetricDimension;
	readonly criteria?: BehaviorCriteria;
	readonly suppressAlerts?: boolean;
	readonly exportMetric?: boolean;
}

export interface RetainedMetric {
	readonly metric: string;
	readonly metricDimension?: MetricDimension;
	readonly exportMetric?: boolean;
}

/** Throws InvalidRequestException for what is of another type; what its values may be is `behaviorProblems`' to say. */
export function readBehavior(members: Members): Behavior {
	const criteria = members.object("criteria");
	return defined({
		name: members.requiredString("name"),
		metric: members.string("metric"),
		metricDimension: readDimension(members),
		criteria: criteria && readCriteria(criteria),
		suppressAlerts: members.boolean("suppressAlerts"),
		exportMetric: members.boolean("exportMetric"),
	}) as Behavior;
}

export function readRetainedMetric(members: Members): RetainedMetric {
	return defined({
		metric: members.requiredString("metric"),
		metricDimension: readDimension(members),
		exportMetric: members.boolean("exportMetric"),
	}) as RetainedMetric;
}

export function criteriaType({ criteria = {} }: Behavior): "STATIC" | "STATISTICAL" | "MACHINE_LEARNING" {
	if (criteria.mlDetectionConfig !== undefined) return "MACHINE_LEARNING";
	return criteria.statisticalThreshold === undefined ? "STATIC" : "STATISTICAL";
}

function readDimension(members: Members): MetricDimension | undefined {
	const dimension = members.object("metricDimension");
	if (dimension === undefined) return undefined;
	const operator = dimension.string("operator");
	if (operator !== undefined && operator !== "IN" && operator !== "NOT_IN") {
		throw invalidRequest(`metricDimension.operator must be IN or NOT_IN: it is "${operator}"`);
	}
	return { dimensionName: dimension.requiredString("dimensionName"), ...(operator !== undefined && { operator }) };
}

function readCriteria(members: Members): BehaviorCriteria {
	const value = members.object("value");
	const statistical = members.object("statisticalThreshold");
	const learned = members.object("mlDetectionConfig");
	return defined({
		comparisonOperator: members.string("comparisonOperator"),
		value: value && readValue(value),
		durationSeconds: members.integer("durationSeconds"),
		consecutiveDatapointsToAlarm: members.integer("consecutiveDatapointsToAlarm"),
		consecutiveDatapointsToClear: members.integer("consecutiveDatapointsToClear"),
		statisticalThreshold: statistical && defined({ statistic: statistical.string("statistic") }),
		mlDetectionConfig: learned && { confidenceLevel: learned.requiredString("confidenceLevel") },
	}) as BehaviorCriteria;
}

function readValue(members: Members): MetricValue {
	return defined({
		count: members.integer("count"),
		cidrs: members.list("cidrs"),
		ports: members.numbers("ports"),
		number: members.number("number"),
		numbers: members.numbers("numbers"),
		strings: members.list("strings"),
	}) as MetricValue;
}

/** Without the members that are undefined. */
function defined(members: Record<string, unknown>): object {
	return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
