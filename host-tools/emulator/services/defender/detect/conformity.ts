import { BlockList, isIP } from "node:net";
import type { BehaviorCriteria } from "./behavior.js";
import type { MetricValue } from "./metric-kinds.js";

/** Whether a datapoint is as the criteria say that it should be. `threshold`: what a statistic over all devices came to. */
export function conforms(actual: MetricValue, criteria: BehaviorCriteria, threshold?: number): boolean {
	const { comparisonOperator = "", value: expected = {} } = criteria;
	const number = actual.count ?? actual.number;
	if (number !== undefined) {
		const limit = threshold ?? expected.count ?? expected.number;
		return limit === undefined || compare(number, comparisonOperator, limit);
	}
	const isIn = membership(expected);
	// What is empty conforms, whatever the set.
	const items: readonly (string | number)[] = actual.cidrs ?? actual.ports ?? actual.numbers ?? actual.strings ?? [];
	return comparisonOperator.startsWith("not-") ? !items.some(isIn) : items.every(isIn);
}

/** Of numbers in any order: `p90` is the least that nine in ten do not exceed. */
export function statisticOf(statistic: string, numbers: readonly number[]): number | undefined {
	if (numbers.length === 0) return undefined;
	if (statistic === "Average") return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
	const sorted = [...numbers].sort((a, b) => a - b);
	const rank = Math.ceil((Number(statistic.slice(1)) / 100) * sorted.length);
	return sorted[Math.min(Math.max(rank, 1), sorted.length) - 1];
}

function compare(actual: number, operator: string, limit: number): boolean {
	if (operator === "less-than") return actual < limit;
	if (operator === "less-than-equals") return actual <= limit;
	return operator === "greater-than" ? actual > limit : actual >= limit;
}

function membership({ cidrs, ports, numbers, strings }: MetricValue): (item: string | number) => boolean {
	if (cidrs === undefined) {
		const set = new Set<string | number>(ports ?? numbers ?? strings ?? []);
		return (item) => set.has(item);
	}
	const list = new BlockList();
	for (const cidr of cidrs) {
		const [network = "", prefix] = cidr.split("/");
		const version = isIP(network);
		const family = version === 4 ? "ipv4" : "ipv6";
		if (version !== 0) list.addSubnet(network, Number(prefix ?? (version === 4 ? 32 : 128)), family);
	}
	return (item) => list.check(String(item), isIP(String(item)) === 6 ? "ipv6" : "ipv4");
}
