import type { Metrics } from "../../metrics.js";
import type { Performer } from "./action-call.js";
import { countLogs, countMetric } from "./count-metric.js";
import { invokeLambda } from "./invoke-lambda.js";
import { type RepublishParts, republish } from "./republish.js";
import { type HttpParts, sendHttp } from "./send-http.js";

export type PerformerParts = RepublishParts & HttpParts & { readonly metrics: Metrics };

/** Kinds of actions that are performed; all others are kept, described, and named in the journal when they would be. */
export function makePerformers(parts: PerformerParts): ReadonlyMap<string, Performer> {
	return new Map<string, Performer>([
		["republish", republish(parts)],
		["http", sendHttp(parts)],
		["lambda", invokeLambda(parts.hooks)],
		["cloudwatchMetric", countMetric(parts.metrics)],
		["cloudwatchLogs", countLogs(parts.metrics)],
	]);
}
