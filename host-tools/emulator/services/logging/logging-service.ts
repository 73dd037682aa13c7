import { invalidRequest, quote } from "../../aws-error.js";
import { type ApiCall, type Operation, ownPrefix } from "../../http/operation.js";
import { instantIn } from "../instants.js";
import { checkLogLevel, letsThrough } from "../log-level.js";
import type { Service, ServiceParts } from "../service.js";
import { BrokerMetrics } from "./broker-metrics.js";
import { ConnectionLog } from "./connection-log.js";
import { levelFor } from "./entry-level.js";
import { IotLog, type LoggedEvent } from "./iot-log.js";
import { loggingOperations } from "./logging-operations.js";

type Parts = Pick<ServiceParts, "clock" | "connections" | "journal" | "metrics" | "registry">;

/** Logging options, and the log that AWS would write into CloudWatch: readable at `/_thingsmith/log`. */
export function loggingService({ clock, connections, journal, metrics, registry }: Parts): Service {
	const { logging, home } = registry;
	const iotLog = new IotLog(clock, home.accountId);
	const log = (event: LoggedEvent) => {
		if (letsThrough(levelFor(logging, registry, event), event.logLevel)) iotLog.add(event);
	};
	const connectionOf = (clientId: string) => connections.connectionOf(clientId);
	const connectionLog = new ConnectionLog({ isOn: () => logging.isOn, log, connectionOf });
	const brokerMetrics = new BrokerMetrics(metrics);
	const ends = [
		connections.follow(connectionLog),
		connections.follow(brokerMetrics),
		journal.follow((refusal) => {
			connectionLog.refused(refusal);
			brokerMetrics.refused(refusal);
		}),
	];
	return {
		name: "logging",
		operations: [...loggingOperations(logging), readLog(iotLog)],
		close() {
			for (const end of ends) end();
		},
	};
}

function readLog(iotLog: IotLog): Operation {
	const path = `${ownPrefix}log`;
	return { name: `GET ${path}`, method: "GET", path, handle: (call) => ({ entries: iotLog.list(filterIn(call)) }) };
}

function filterIn({ query }: ApiCall) {
	const level = query.string("level");
	const since = query.string("since");
	const from = since === undefined ? undefined : instantIn(since);
	if (since !== undefined && from === undefined) {
		throw invalidRequest(`since must be a time (ISO 8601, or seconds since 1970): it is ${quote(since)}`);
	}
	return {
		clientId: query.string("clientId"),
		eventType: query.string("eventType"),
		level: level === undefined ? undefined : checkLogLevel("level", level),
		since: from,
	};
}
