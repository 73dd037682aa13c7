import { notFound, quote } from "../../../aws-error.js";
import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../../http/operation.js";
import { pageByToken, shortList, timeKey } from "../../../http/pages.js";
import { queryPeriod } from "../../instants.js";
import { criteriaType } from "./behavior.js";
import type { Dimensions } from "./dimensions.js";
import type { MetricHistory } from "./metric-history.js";
import type { SecurityProfiles } from "./security-profiles.js";

export interface HistoryParts {
	readonly history: MetricHistory;
	readonly dimensions: Dimensions;
	readonly profiles: SecurityProfiles;
}

export function historyOperations(parts: HistoryParts): readonly Operation[] {
	return [
		{ name: "ListMetricValues", method: "GET", path: "/metric-values", handle: (call) => listValues(parts, call) },
		{
			name: "GetBehaviorModelTrainingSummaries",
			method: "GET",
			path: "/behavior-model-training/summaries",
			handle: (call) => listTrainings(parts, call),
		},
	];
}

function listValues({ history, dimensions }: HistoryParts, call: ApiCall): Answer {
	const { query } = call;
	const thingName = query.requiredString("thingName");
	const metric = query.requiredString("metricName");
	const dimensionName = query.string("dimensionName");
	const operator = query.string("dimensionValueOperator") ?? "IN";
	const { start, end } = queryPeriod(query);
	const dimension = dimensionName === undefined ? undefined : { dimensionName, operator };
	if (dimensionName !== undefined && dimensions.find(dimensionName) === undefined) {
		throw notFound(`There is no dimension ${quote(dimensionName)}`);
	}
	const data = history.list(thingName, { metric, dimension });
	const shown = data.filter(({ timestamp }) => timestamp >= start && timestamp <= end);
	const { items, next } = pageByToken(
		call,
		shortList(shown, ({ timestamp }) => timeKey(timestamp, "")),
	);
	const metricDatumList = items.map(({ timestamp, value }) => ({ timestamp: epochSeconds(timestamp), value }));
	return { metricDatumList, nextToken: next };
}

/** Behaviours that machines are to learn: here they never do. */
function listTrainings({ profiles }: HistoryParts, call: ApiCall): Answer {
	const name = call.query.string("securityProfileName");
	const chosen = name === undefined ? [...profiles.list()] : [profiles.describe(name)];
	const learned = chosen.flatMap(({ securityProfileName, behaviors }) =>
		behaviors
			.filter((behavior) => criteriaType(behavior) === "MACHINE_LEARNING")
			.map((behavior) => ({
				securityProfileName,
				behaviorName: behavior.name,
				modelStatus: "PENDING_BUILD",
				datapointsCollectionPercentage: 0,
			})),
	);
	const keyOf = (summary: (typeof learned)[number]) => `${summary.securityProfileName} ${summary.behaviorName}`;
	const { items, next } = pageByToken(call, shortList(learned, keyOf));
	return { summaries: items, nextToken: next };
}
