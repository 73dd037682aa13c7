import { invalidRequest } from "../../../aws-error.js";
import {
	type Answer,
	type ApiCall,
	epochSeconds,
	type Operation,
	ownPrefix,
	TextAnswer,
} from "../../../http/operation.js";
import { pageByToken } from "../../../http/pages.js";
import { clampedCall } from "../clamped-call.js";
import type { Destination } from "./destination.js";
import type { Destinations } from "./destinations.js";

export function destinationOperations(destinations: Destinations): readonly Operation[] {
	const one = "/destinations/{arn+}";
	return [
		{
			name: "CreateTopicRuleDestination",
			method: "POST",
			path: "/destinations",
			handle: (call) => create(destinations, call),
		},
		{
			name: "GetTopicRuleDestination",
			method: "GET",
			path: one,
			handle: ({ path }) => ({ topicRuleDestination: describe(destinations.get(path("arn"))) }),
		},
		{
			name: "UpdateTopicRuleDestination",
			method: "PATCH",
			path: "/destinations",
			handle: (call) => update(destinations, call),
		},
		{
			name: "DeleteTopicRuleDestination",
			method: "DELETE",
			path: one,
			handle: ({ path }) => destinations.delete(path("arn")) ?? {},
		},
		{
			name: "ListTopicRuleDestinations",
			method: "GET",
			path: "/destinations",
			handle: (call) => list(destinations, call),
		},
		...confirmOperations(destinations),
	];
}

function confirmOperations(destinations: Destinations): readonly Operation[] {
	const path = "confirmdestination/{confirmationToken+}";
	const confirm = ({ path: value }: ApiCall) => destinations.confirm(value("confirmationToken"));
	return [
		{
			name: "ConfirmTopicRuleDestination",
			method: "GET",
			path: `/${path}`,
			handle: (call) => confirm(call) ?? {},
		},
		{
			// What `enableUrl` leads to: a browser signs nothing.
			name: `GET ${ownPrefix}${path}`,
			method: "GET",
			path: `${ownPrefix}${path}`,
			handle(call) {
				confirm(call);
				return new TextAnswer("text/plain", "The destination is confirmed.\n");
			},
		},
	];
}

function create(destinations: Destinations, call: ApiCall): Answer {
	const configuration = call.body().object("destinationConfiguration");
	if (configuration === undefined) throw invalidRequest("destinationConfiguration is missing");
	const http = configuration.object("httpUrlConfiguration");
	if (http === undefined) {
		throw invalidRequest(
			"This emulator has destinations with httpUrlConfiguration only: no VPC and no InfluxDB is here",
		);
	}
	return { topicRuleDestination: describe(destinations.create(http.requiredString("confirmationUrl"), call)) };
}

function update(destinations: Destinations, call: ApiCall): Answer {
	const members = call.body();
	destinations.update(members.requiredString("arn"), members.requiredString("status"), call);
	return {};
}

function list(destinations: Destinations, call: ApiCall): Answer {
	const { items, next } = pageByToken(clampedCall(call, 1000), {
		from: (range) => destinations.list(range),
		keyOf: ({ arn }) => arn,
	});
	const destinationSummaries = items.map((destination) => {
		const { httpUrlProperties, ...rest } = describe(destination);
		return { ...rest, httpUrlSummary: httpUrlProperties };
	});
	return { destinationSummaries, nextToken: next };
}

function describe({ arn, status, statusReason, createdAt, lastUpdatedAt, confirmationUrl }: Destination) {
	return {
		arn,
		status,
		statusReason,
		createdAt: epochSeconds(createdAt),
		lastUpdatedAt: epochSeconds(lastUpdatedAt),
		httpUrlProperties: { confirmationUrl },
	};
}
