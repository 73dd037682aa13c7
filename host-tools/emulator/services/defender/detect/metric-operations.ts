import { invalidRequest } from "../../../aws-error.js";
import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../../http/operation.js";
import { pageByToken } from "../../../http/pages.js";
import { readClientRequestToken } from "../client-request-token.js";
import type { CustomMetric, CustomMetrics } from "./custom-metrics.js";
import type { Dimension, Dimensions } from "./dimensions.js";
import { type CustomMetricType, customMetricTypes } from "./metric-kinds.js";

export function customMetricOperations(metrics: CustomMetrics): readonly Operation[] {
	const path = "/custom-metric/{metricName}";
	const nameIn = (call: ApiCall) => call.path("metricName");
	return [
		{ name: "CreateCustomMetric", method: "POST", path, handle: (call) => createMetric(metrics, call) },
		{
			name: "DescribeCustomMetric",
			method: "GET",
			path,
			handle: (call) => metricDescription(metrics.describe(nameIn(call))),
		},
		{
			name: "UpdateCustomMetric",
			method: "PATCH",
			path,
			handle: (call) => metricDescription(metrics.update(nameIn(call), call.body().requiredString("displayName"))),
		},
		{
			name: "DeleteCustomMetric",
			method: "DELETE",
			path,
			handle: (call) => {
				metrics.delete(nameIn(call));
				return {};
			},
		},
		{ name: "ListCustomMetrics", method: "GET", path: "/custom-metrics", handle: (call) => listMetrics(metrics, call) },
	];
}

export function dimensionOperations(dimensions: Dimensions): readonly Operation[] {
	const path = "/dimensions/{name}";
	const nameIn = (call: ApiCall) => call.path("name");
	return [
		{ name: "CreateDimension", method: "POST", path, handle: (call) => createDimension(dimensions, call) },
		{
			name: "DescribeDimension",
			method: "GET",
			path,
			handle: (call) => dimensionDescription(dimensions.describe(nameIn(call))),
		},
		{
			name: "UpdateDimension",
			method: "PATCH",
			path,
			handle: (call) => dimensionDescription(dimensions.update(nameIn(call), valuesIn(call))),
		},
		{
			name: "DeleteDimension",
			method: "DELETE",
			path,
			handle: (call) => {
				dimensions.delete(nameIn(call));
				return {};
			},
		},
		{ name: "ListDimensions", method: "GET", path: "/dimensions", handle: (call) => listDimensions(dimensions, call) },
	];
}

function createMetric(metrics: CustomMetrics, { path, body, scope }: ApiCall): Answer {
	const members = body();
	const metricType = members.requiredString("metricType") as CustomMetricType;
	if (!customMetricTypes.includes(metricType)) {
		throw invalidRequest(`metricType must be one of ${customMetricTypes.join(", ")}: it is "${metricType}"`);
	}
	const displayName = members.string("displayName");
	const properties = {
		metricType,
		clientRequestToken: readClientRequestToken(members),
		...(displayName !== undefined && { displayName }),
	};
	const { metricName, metricArn } = metrics.create(path("metricName"), properties, scope);
	return { metricName, metricArn };
}

function metricDescription({ clientRequestToken: _, creationDate, lastModifiedDate, ...metric }: CustomMetric): object {
	return { ...metric, creationDate: epochSeconds(creationDate), lastModifiedDate: epochSeconds(lastModifiedDate) };
}

function listMetrics(metrics: CustomMetrics, call: ApiCall): Answer {
	const { items, next } = pageByToken(call, {
		from: (range) => metrics.list(range),
		keyOf: ({ metricName }) => metricName,
	});
	return { metricNames: items.map(({ metricName }) => metricName), nextToken: next };
}

function createDimension(dimensions: Dimensions, call: ApiCall): Answer {
	const members = call.body();
	const type = members.requiredString("type");
	const token = readClientRequestToken(members);
	const { name, arn } = dimensions.create(call.path("name"), { type, stringValues: valuesIn(call), token }, call.scope);
	return { name, arn };
}

function valuesIn({ body }: ApiCall): readonly string[] {
	const values = body().list("stringValues");
	if (values === undefined) throw invalidRequest("stringValues is missing");
	return values;
}

function dimensionDescription({ clientRequestToken: _, creationDate, lastModifiedDate, ...rest }: Dimension): object {
	return { ...rest, creationDate: epochSeconds(creationDate), lastModifiedDate: epochSeconds(lastModifiedDate) };
}

function listDimensions(dimensions: Dimensions, call: ApiCall): Answer {
	const { items, next } = pageByToken(call, { from: (range) => dimensions.list(range), keyOf: ({ name }) => name });
	return { dimensionNames: items.map(({ name }) => name), nextToken: next };
}
