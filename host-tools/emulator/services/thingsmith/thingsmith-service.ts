import { type Operation, TextAnswer } from "../../http/operation.js";
import type { Service, ServiceParts } from "../service.js";
import { Activity } from "./activity.js";
import { activityOperations } from "./activity-operations.js";
import { behaviourOperations } from "./behaviour-operations.js";
import { clockOperation } from "./clock-operation.js";
import { connectionOperations } from "./connection-operations.js";
import { frontPage } from "./front-page.js";
import { own } from "./own-operation.js";

type Parts = Pick<
	ServiceParts,
	"clock" | "journal" | "metrics" | "pki" | "endpoint" | "connections" | "registry" | "behaviour"
>;

/** What AWS does not have (docs/emulator.md, "What it tells about itself"): what goes on, faults on request, a clock that moves. */
export function thingsmithService(parts: Parts): Service {
	const { clock, connections, behaviour } = parts;
	const activity = new Activity({ ...parts, changes: parts.registry.changes });
	return {
		name: "thingsmith",
		operations: [
			frontPage(parts.endpoint),
			...stateOperations(parts),
			...activityOperations(activity),
			...connectionOperations(connections),
			...behaviourOperations(behaviour, activity),
			clockOperation(clock, activity),
		],
		close: () => activity.close(),
	};
}

function stateOperations({ journal, pki, endpoint, metrics }: Parts): readonly Operation[] {
	return [
		own("GET", "health", () => ({ status: "ok" })),
		own("GET", "root-ca.pem", () => new TextAnswer("application/x-pem-file", pki.rootCaPem)),
		own("GET", "metrics", () => ({ metrics: metrics.snapshot() })),
		own("GET", "journal", () => ({ refusals: journal.list() })),
		own("GET", "endpoint", () => {
			const { mqttHost, mqttPort, httpsPort } = endpoint();
			return { mqttHost, mqttPort, httpsPort };
		}),
	];
}
