import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../http/operation.js";
import { pageByToken } from "../../http/pages.js";
import { tagsIn } from "../tag-members.js";
import type { Tags } from "../tags/tags.js";
import type { FleetMetric, FleetMetrics } from "./fleet-metrics.js";
import type { IndexConfiguration } from "./index-configuration.js";
import { readFleetMetric } from "./read-fleet-metric.js";

export interface FleetMetricParts {
	readonly metrics: FleetMetrics;
	readonly tags: Tags;
	readonly configuration: () => IndexConfiguration;
}

/** Fleet metrics: kept and described. Nothing is sent to CloudWatch. */
export function fleetMetricOperations(parts: FleetMetricParts): readonly Operation[] {
	const { metrics, tags, configuration } = parts;
	tags.taggable("fleetmetric", (name) => metrics.find(name)?.metricArn);
	const path = "/fleet-metric/{metricName}";
	const nameIn = (call: ApiCall) => call.path("metricName");
	return [
		{ name: "CreateFleetMetric", method: "PUT", path, handle: (call) => create(parts, call) },
		{ name: "DescribeFleetMetric", method: "GET", path, handle: (call) => shown(metrics.describe(nameIn(call))) },
		{
			name: "UpdateFleetMetric",
			method: "PATCH",
			path,
			handle(call) {
				const body = call.body();
				const definition = readFleetMetric(body, configuration(), metrics.describe(nameIn(call)));
				metrics.update(nameIn(call), definition, body.integer("expectedVersion"));
				return undefined;
			},
		},
		{
			name: "DeleteFleetMetric",
			method: "DELETE",
			path,
			handle(call) {
				const deleted = metrics.delete(nameIn(call), call.query.integer("expectedVersion"));
				if (deleted !== undefined) tags.remove(deleted.metricArn);
				return undefined;
			},
		},
		{ name: "ListFleetMetrics", method: "GET", path: "/fleet-metrics", handle: (call) => list(metrics, call) },
	];
}

function create({ metrics, tags, configuration }: FleetMetricParts, call: ApiCall): Answer {
	const body = call.body();
	const given = tagsIn(body);
	const created = metrics.create(call.path("metricName"), readFleetMetric(body, configuration()), call.scope);
	tags.set(created.metricArn, given);
	return nameAndArn(created);
}

function list(metrics: FleetMetrics, call: ApiCall): Answer {
	const { items, next } = pageByToken(call, {
		from: (range) => metrics.list(range),
		keyOf: ({ metricName }) => metricName,
	});
	return { fleetMetrics: items.map(nameAndArn), nextToken: next };
}

function nameAndArn({ metricName, metricArn }: FleetMetric): object {
	return { metricName, metricArn };
}

function shown({ creationDate, lastModifiedDate, ...metric }: FleetMetric): object {
	return {
		...metric,
		creationDate: epochSeconds(creationDate),
		lastModifiedDate: epochSeconds(lastModifiedDate),
	};
}
