import { isIP } from "node:net";
import type { Behavior, BehaviorCriteria } from "./behavior.js";
import { type CustomMetricType, type MetricKind, type MetricValue, metricKind, operatorsOf } from "./metric-kinds.js";

const durations = [300, 600, 900, 1800, 3600];
const statistics = ["Average", "p0", "p0.1", "p0.01", "p1", "p10", "p50", "p90", "p99", "p99.9", "p99.99", "p100"];
/** AWS. */
const mostBehaviors = 100;

export interface KnownMetrics {
	customTypeOf(metric: string): CustomMetricType | undefined;
	hasDimension(name: string): boolean;
}

/** Why AWS would not take these behaviours, a sentence each; none when it would. */
export function behaviorProblems(behaviors: readonly Behavior[], known: KnownMetrics): readonly string[] {
	const names = behaviors.map(({ name }) => name);
	const twice = names.find((name, index) => names.indexOf(name) !== index);
	const problems = behaviors.flatMap((behavior) =>
		problemsOf(behavior, known).map((problem) => `Behavior ${behavior.name} is malformed. ${problem}`),
	);
	if (twice !== undefined) problems.unshift(`Behavior ${twice} is there twice`);
	if (names.length > mostBehaviors) problems.unshift(`There are ${names.length} behaviors: ${mostBehaviors} at most`);
	return problems;
}

function problemsOf(behavior: Behavior, known: KnownMetrics): string[] {
	const { name, metric, metricDimension, criteria } = behavior;
	if (!/^[a-zA-Z0-9:_-]{1,128}$/.test(name)) return ["Its name must be 1 to 128 of a-z A-Z 0-9 : _ -"];
	if (metric === undefined) return ["metric is missing"];
	const kind = metricKind(metric, (one) => known.customTypeOf(one));
	if (kind === undefined) return [`There is no metric ${metric}`];
	const problems: string[] = [];
	if (metricDimension !== undefined && !kind.hasDimension) problems.push(`${metric} has no dimensions`);
	if (metricDimension !== undefined && !known.hasDimension(metricDimension.dimensionName)) {
		problems.push(`There is no dimension ${metricDimension.dimensionName}`);
	}
	return [...problems, ...(criteria === undefined ? [] : criteriaProblems(criteria, metric, kind))];
}

function criteriaProblems(criteria: BehaviorCriteria, metric: string, kind: MetricKind): string[] {
	const problems: string[] = [];
	for (const name of ["consecutiveDatapointsToAlarm", "consecutiveDatapointsToClear"] as const) {
		const count = criteria[name];
		if (count !== undefined && (count < 1 || count > 10)) problems.push(`${name} ${count} should be in range[1,10]`);
	}
	const { comparisonOperator, value, statisticalThreshold, mlDetectionConfig } = criteria;
	if (mlDetectionConfig !== undefined) {
		if (!["LOW", "MEDIUM", "HIGH"].includes(mlDetectionConfig.confidenceLevel)) {
			problems.push("confidenceLevel should be LOW, MEDIUM or HIGH");
		}
		return problems;
	}
	const operators = operatorsOf(kind);
	if (comparisonOperator === undefined || !operators.includes(comparisonOperator)) {
		problems.push(`comparisonOperator ${comparisonOperator} should be one of ${operators.join(", ")} for ${metric}`);
	}
	if ((value === undefined) === (statisticalThreshold === undefined)) {
		problems.push("It should have either value or statisticalThreshold");
	}
	if (value !== undefined) problems.push(...valueProblems(value, metric, kind));
	if (statisticalThreshold !== undefined) problems.push(...statisticProblems(statisticalThreshold.statistic, kind));
	return [...problems, ...durationProblems(criteria, metric, kind)];
}

function durationProblems(criteria: BehaviorCriteria, metric: string, kind: MetricKind): string[] {
	const { durationSeconds, statisticalThreshold } = criteria;
	const isKnown = durationSeconds !== undefined && durations.includes(durationSeconds);
	if (durationSeconds !== undefined && !isKnown) {
		return [`durationSeconds ${durationSeconds} should be one of ${durations.join(", ")}`];
	}
	if (kind.isCounted) return isKnown ? [] : [`durationSeconds is missing: ${metric} is counted over a window`];
	if (kind.side === "device") return [];
	if (metric === "aws:message-byte-size" && statisticalThreshold !== undefined) {
		return durationSeconds === 300 ? [] : ["durationSeconds should be 300 with a statisticalThreshold of sizes"];
	}
	return durationSeconds === undefined ? [] : [`${metric} has no durationSeconds`];
}

function statisticProblems(statistic: string | undefined, { value }: MetricKind): string[] {
	if (value !== "count" && value !== "number") return ["statisticalThreshold is for numbers"];
	if (statistic !== undefined && statistics.includes(statistic)) return [];
	return [`statistic ${statistic} should be one of ${statistics.join(", ")}`];
}

function valueProblems(value: MetricValue, metric: string, kind: MetricKind): string[] {
	const members = Object.keys(value);
	if (members.length !== 1 || members[0] !== kind.value) return [`value should have ${kind.value} for ${metric}`];
	const { count = 0, cidrs = [], ports = [] } = value;
	if (count < 0) return [`count ${count} should not be negative`];
	const cidr = cidrs.find((one) => !isCidr(one));
	if (cidr !== undefined) return [`${cidr} is no CIDR`];
	const port = ports.find((one) => !Number.isInteger(one) || one < 0 || one > 65_535);
	return port === undefined ? [] : [`${port} is no port`];
}

/** An address, or a network with its prefix. */
export function isCidr(text: string): boolean {
	const [address = "", prefix, ...rest] = text.split("/");
	const version = isIP(address);
	if (version === 0 || rest.length > 0) return false;
	return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}
