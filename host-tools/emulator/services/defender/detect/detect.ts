import type { Operation } from "../../../http/operation.js";
import type { ServiceParts } from "../../service.js";
import type { Tags } from "../../tags/tags.js";
import { keepTags } from "../keep-tags.js";
import type { KnownMetrics } from "./behavior-problems.js";
import { CustomMetrics } from "./custom-metrics.js";
import { Detection } from "./detection.js";
import { Dimensions } from "./dimensions.js";
import { historyOperations } from "./history-operations.js";
import { MetricHistory } from "./metric-history.js";
import { customMetricOperations, dimensionOperations } from "./metric-operations.js";
import { refusedToNewAccounts } from "./new-account.js";
import { reportTopics } from "./report-topics.js";
import { securityProfileOperations } from "./security-profile-operations.js";
import { SecurityProfiles } from "./security-profiles.js";
import { Traffic } from "./traffic.js";
import { TrafficObserver } from "./traffic-observer.js";
import { violationOperations } from "./violation-operations.js";
import { type ViolationEvent, type ViolationEventType, Violations } from "./violations.js";

type Parts = Pick<ServiceParts, "clock" | "connections" | "registry" | "store" | "behaviour" | "journal" | "metrics">;

/** As CloudWatch has them. */
const countNames: Readonly<Record<ViolationEventType, string>> = {
	"in-alarm": "Violations",
	"alarm-cleared": "ViolationsCleared",
	"alarm-invalidated": "ViolationsInvalidated",
};

/** Detect: what is normal for devices, what they do, and who does otherwise. */
export function openDetect({ clock, connections, registry, store, behaviour, journal, metrics: counts }: Parts) {
	const metrics = new CustomMetrics(store, clock);
	const dimensions = new Dimensions(store, clock, () => detection.refresh());
	const customTypeOf = (metric: string) => metrics.find(metric)?.metricType;
	const known = { customTypeOf, hasDimension: (name: string) => dimensions.find(name) !== undefined };
	const changed = (name: string) => {
		registry.changes.announce({ kind: "security-profile", name });
		detection.refresh();
	};
	const profiles = new SecurityProfiles({ store, clock, registry, known, changed });
	const happened = (event: ViolationEvent) => {
		const { securityProfileName: SecurityProfileName, behavior } = event;
		counts.count(countNames[event.violationEventType], { SecurityProfileName, BehaviorName: behavior.name });
		const alert = alertOf(event, profiles);
		if (alert !== undefined) journal.add({ plane: "detect", code: "sns-notification", ...alert });
	};
	const violations = new Violations({ store, happened });
	const traffic = new Traffic((name) => dimensions.find(name));
	const history = new MetricHistory(traffic);
	const detection = new Detection({ clock, registry, profiles, traffic, violations });
	const all = () => connections.all();
	const connectionOf = (clientId: string) => connections.connectionOf(clientId);
	const observer = new TrafficObserver({ clock, traffic, registry, all, connectionOf });
	const ends = [connections.follow(observer), journal.follow((refusal) => observer.refused(refusal))];
	return {
		violations,
		reserved: reportTopics({
			clock,
			registry,
			customTypeOf,
			reported(thingName, report) {
				history.reported(thingName, report, clock.now());
				detection.reported(thingName, report);
			},
		}),
		operations: refusedToNewAccounts(behaviour, [
			...taggedOperations(registry.tags, { profiles, metrics, dimensions, known }),
			...violationOperations(violations),
			...historyOperations({ history, dimensions, profiles }),
		]),
		close() {
			for (const end of ends) end();
			detection.close();
		},
	};
}

interface TaggedParts {
	readonly profiles: SecurityProfiles;
	readonly metrics: CustomMetrics;
	readonly dimensions: Dimensions;
	readonly known: KnownMetrics;
}

function taggedOperations(tags: Tags, { profiles, metrics, dimensions, known }: TaggedParts): readonly Operation[] {
	const profile = {
		kind: "securityprofile",
		create: "CreateSecurityProfile",
		remove: "DeleteSecurityProfile",
		arnMember: "securityProfileArn",
		nameSegment: "securityProfileName",
		arnOf: (name: string) => profiles.describe(name).securityProfileArn,
	} as const;
	const metric = {
		kind: "custommetric",
		create: "CreateCustomMetric",
		remove: "DeleteCustomMetric",
		arnMember: "metricArn",
		nameSegment: "metricName",
		arnOf: (name: string) => metrics.describe(name).metricArn,
	} as const;
	const dimension = {
		kind: "dimension",
		create: "CreateDimension",
		remove: "DeleteDimension",
		arnMember: "arn",
		nameSegment: "name",
		arnOf: (name: string) => dimensions.describe(name).arn,
	} as const;
	return [
		...keepTags(tags, profile, securityProfileOperations(profiles, known)),
		...keepTags(tags, metric, customMetricOperations(metrics)),
		...keepTags(tags, dimension, dimensionOperations(dimensions)),
	];
}

/** There is no SNS here: what AWS would send is told in the journal. */
function alertOf({ securityProfileName, behavior, thingName, ...event }: ViolationEvent, profiles: SecurityProfiles) {
	const target = profiles.find(securityProfileName)?.alertTargets?.SNS?.alertTargetArn;
	if (target === undefined || behavior.suppressAlerts) return undefined;
	const { violationEventType, metricValue, violationId } = event;
	const value = metricValue === undefined ? "" : `: ${JSON.stringify(metricValue).slice(0, 200)}`;
	const what = `"${behavior.name}" of security profile "${securityProfileName}" is ${violationEventType}${value}`;
	return { reason: `AWS would alert ${target} now: ${what} (violation ${violationId})`, clientId: thingName, target };
}
