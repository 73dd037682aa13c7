import type { PolicyAction } from "../../policy/evaluate-policies.js";
import { isReserved, type ReservedRouter } from "../routing/reserved-router.js";
import { filterProblem, parseShared, topicProblem } from "../topics.js";
import { clientIdProblem } from "./connect-problem.js";

type Reserved = Pick<ReservedRouter, "publishProblem" | "filterProblem">;

/** Why nobody may do this, whatever their policies say; undefined when it is for policies to decide. `name`: topic, filter or client id. */
export function impossible(reserved: Reserved, action: PolicyAction, name: string): string | undefined {
	switch (action) {
		case "iot:Connect":
			return clientIdProblem(name);
		case "iot:Publish":
			return topicProblem(name) ?? reserved.publishProblem(name);
		case "iot:RetainPublish":
			return topicProblem(name) ?? retainProblem(name);
		case "iot:Receive":
			return topicProblem(name);
		case "iot:Subscribe":
			return filterProblem(name) ?? reserved.filterProblem(parseShared(name)?.filter ?? name);
		default:
			return undefined;
	}
}

/** As `impossible`, of a message that is to be retained. */
export function retainProblem(topic: string): string | undefined {
	return isReserved(topic) ? "reserved topics take no retained messages" : undefined;
}
