import { isIP } from "node:net";
import type { Behaviors } from "../documents/document.js";
import { nearest } from "../policy/nearest.js";
import {
	hole,
	isString,
	itemsOf,
	type Located,
	type LocatedObject,
	membersOf,
	textOf,
	valueAt,
} from "../text/located.js";
import { allOperators, durations, type Metric, metrics, operators, type ValueKind } from "./behavior-metrics.js";
import { quote, type Rule, type Violation } from "./rule.js";

/** A behaviour's members by the API's names, whatever spells them. */
interface Behavior {
	readonly node: LocatedObject;
	readonly metric: Located | undefined;
	readonly known: Metric | undefined;
	of(...names: readonly string[]): Located | undefined;
	readonly spelling: Behaviors["spelling"];
}

function* each({ items, spelling }: Behaviors): Iterable<Behavior> {
	const spelled = (name: string) => (spelling === "api" ? name : name.charAt(0).toUpperCase() + name.slice(1));
	for (const node of items) {
		const of = (...names: readonly string[]) => valueAt(node, ...names.map(spelled));
		const known = metrics.get(textOf(node, spelled("metric")) ?? "");
		yield { node, metric: of("metric"), known, of, spelling };
	}
}

/** Machine learning knows no bounds to compare with. */
const isLearned = ({ of }: Behavior) => of("criteria", "mlDetectionConfig") !== undefined;

export const behaviorMetric: Rule<Behaviors> = {
	id: "behavior-metric",
	severity: "error",
	finds: "a security profile's behaviour of a metric that AWS does not have",
	*check(behaviors) {
		for (const { metric, known } of each(behaviors)) {
			// Custom metrics are the account's own.
			if (!isString(metric) || known !== undefined || !metric.text.startsWith("aws:") || metric.text.includes(hole))
				continue;
			const similar = nearest(metric.text, [...metrics.keys()]);
			yield {
				at: metric,
				message: `there is no metric ${quote(metric.text)}`,
				mend: similar === undefined ? "see AWS IoT Device Defender's metrics" : `did you mean ${similar}?`,
			};
		}
	},
};

export const behaviorOperator: Rule<Behaviors> = {
	id: "behavior-operator",
	severity: "error",
	finds: "a comparison that the metric does not have, e.g. in-cidr-set of a count, or a value of another kind",
	*check(behaviors) {
		for (const behavior of each(behaviors)) {
			if (behavior.of("criteria") === undefined || isLearned(behavior)) continue;
			yield* operatorProblems(behavior);
			yield* valueProblems(behavior);
		}
	},
};

function* operatorProblems({ of, known, metric }: Behavior): Iterable<Violation> {
	const operator = of("criteria", "comparisonOperator");
	const possible = known === undefined ? allOperators : operators[known.value];
	const name = isString(metric) ? metric.text : "the metric";
	const criteria = of("criteria");
	if (operator === undefined && criteria !== undefined) {
		yield {
			at: criteria,
			message: "the criteria have no comparison operator",
			mend: `add one of ${possible.join(", ")}`,
		};
	} else if (isString(operator) && !operator.text.includes(hole) && !possible.includes(operator.text)) {
		yield {
			at: operator,
			message: `${name} cannot be compared by ${quote(operator.text)}`,
			mend: `write one of ${possible.join(", ")}`,
		};
	}
}

function* valueProblems({ of, known, metric, spelling }: Behavior): Iterable<Violation> {
	const [criteria, value, statistic] = [
		of("criteria"),
		of("criteria", "value"),
		of("criteria", "statisticalThreshold"),
	];
	if (criteria === undefined) return;
	if ((value === undefined) === (statistic === undefined)) {
		yield {
			at: criteria,
			message: `the criteria have ${value === undefined ? "neither value nor" : "both value and"} statistical threshold`,
			mend: "give one of them",
		};
		return;
	}
	if (value === undefined || known === undefined) return;
	const wanted = spelling === "api" ? known.value : known.value.charAt(0).toUpperCase() + known.value.slice(1);
	const members = membersOf(value);
	if (value.kind === "object" && (members.length !== 1 || members[0]?.name !== wanted)) {
		const name = isString(metric) ? metric.text : "the metric";
		yield { at: value, message: `the value of ${name} is ${wanted}`, mend: `write it as {"${wanted}": …}` };
		return;
	}
	for (const item of itemsOf(members[0]?.value)) yield* itemProblems(item, known.value);
}

function* itemProblems(item: Located, kind: ValueKind): Iterable<Violation> {
	if (kind === "cidrs" && isString(item) && !item.text.includes(hole) && !isCidr(item.text)) {
		yield {
			at: item,
			message: `${quote(item.text)} is no network`,
			mend: "write an address and a prefix, e.g. 10.0.0.0/8",
		};
	}
	if (
		kind === "ports" &&
		item.kind === "plain" &&
		!(Number.isInteger(item.value) && Number(item.value) >= 0 && Number(item.value) <= 65_535)
	) {
		yield { at: item, message: `${item.value} is no port`, mend: "write a number from 0 to 65535" };
	}
}

function isCidr(text: string): boolean {
	const [address = "", prefix, ...rest] = text.split("/");
	const version = isIP(address);
	if (version === 0 || rest.length > 0) return false;
	return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

export const behaviorDuration: Rule<Behaviors> = {
	id: "behavior-duration",
	severity: "error",
	finds: `a durationSeconds that the metric does not have, is missing for what is counted, or is none of ${durations.join(", ")}`,
	*check(behaviors) {
		for (const behavior of each(behaviors)) {
			const { of, known, metric } = behavior;
			const criteria = of("criteria");
			if (criteria === undefined || isLearned(behavior)) continue;
			const duration = of("criteria", "durationSeconds");
			const name = isString(metric) ? metric.text : "the metric";
			const seconds = secondsOf(duration);
			if (duration === undefined) {
				if (known?.measured === "counted")
					yield {
						at: criteria,
						message: `${name} is counted over a window, and durationSeconds is missing`,
						mend: `add one of ${durations.join(", ")}`,
					};
				else if (isOfSizes(behavior))
					yield {
						at: criteria,
						message: `a statistical threshold of ${name} needs a durationSeconds of 300`,
						mend: "add it",
					};
			} else if (seconds !== undefined && !durations.includes(seconds)) {
				yield { at: duration, message: `durationSeconds is ${seconds}`, mend: `write one of ${durations.join(", ")}` };
			} else if (known?.measured === "each" && !isOfSizes(behavior)) {
				yield {
					at: duration,
					message: `${name} is looked at message by message, or connection by connection: it has no durationSeconds`,
					mend: "leave it out",
				};
			} else if (isOfSizes(behavior) && seconds !== undefined && seconds !== 300) {
				yield {
					at: duration,
					message: `a statistical threshold of ${name} needs a durationSeconds of 300`,
					mend: "write 300",
				};
			}
		}
	},
};

const isOfSizes = ({ metric, of }: Behavior) =>
	isString(metric) && metric.text === "aws:message-byte-size" && of("criteria", "statisticalThreshold") !== undefined;

/** Undefined where it is not known. */
function secondsOf(duration: Located | undefined): number | undefined {
	if (duration?.kind === "plain" && typeof duration.value === "number") return duration.value;
	return isString(duration) && /^\d+$/.test(duration.text) ? Number(duration.text) : undefined;
}

export const behaviorCount: Rule<Behaviors> = {
	id: "behavior-count",
	severity: "error",
	finds: "more than 100 behaviours, two of one name, or data points to alarm or to clear that are not 1 to 10",
	*check(behaviors) {
		const names = new Set<string>();
		const over = behaviors.items[100];
		if (over !== undefined)
			yield {
				at: over,
				message: `a security profile has 100 behaviours at most: these are ${behaviors.items.length}`,
				mend: "divide them into several profiles",
			};
		for (const behavior of each(behaviors)) {
			const name = behavior.of("name");
			if (isString(name) && names.has(name.text))
				yield { at: name, message: `there are two behaviours ${quote(name.text)}`, mend: "rename one" };
			if (isString(name) && !name.text.includes(hole)) names.add(name.text);
			for (const member of ["consecutiveDatapointsToAlarm", "consecutiveDatapointsToClear"]) {
				const points = behavior.of("criteria", member);
				if (points?.kind === "plain" && !(Number(points.value) >= 1 && Number(points.value) <= 10)) {
					yield { at: points, message: `${member} is ${points.value}`, mend: "write a number from 1 to 10" };
				}
			}
		}
	},
};
