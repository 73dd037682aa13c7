import type { Metrics } from "../../metrics.js";
import { type Performer, text } from "./action-call.js";

/** cloudwatchMetric: counted by name, namespace and unit. */
export function countMetric(metrics: Metrics): Performer {
	return ({ parameters }) => {
		const value = Number(text(parameters, "metricValue"));
		if (!Number.isFinite(value))
			throw new Error(`metricValue is no number: ${text(parameters, "metricValue").slice(0, 140)}`);
		const namespace = text(parameters, "metricNamespace").slice(0, 255);
		const unit = text(parameters, "metricUnit").slice(0, 64);
		metrics.count(text(parameters, "metricName").slice(0, 255), { Namespace: namespace, Unit: unit }, value);
	};
}

/** cloudwatchLogs: how many messages a log group got, and their bytes. */
export function countLogs(metrics: Metrics): Performer {
	return ({ parameters, output }) => {
		metrics.count("LogEvents", { LogGroupName: text(parameters, "logGroupName").slice(0, 512) }, output.length);
	};
}
