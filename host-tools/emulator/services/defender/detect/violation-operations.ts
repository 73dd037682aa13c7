import { invalidRequest, quote } from "../../../aws-error.js";
import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../../http/operation.js";
import { pageByToken } from "../../../http/pages.js";
import type { Query } from "../../../http/query.js";
import { checkLength } from "../../checks.js";
import { queryPeriod } from "../../instants.js";
import { within } from "../time-range.js";
import { type Behavior, criteriaType } from "./behavior.js";
import {
	type ActiveViolation,
	type ViolationEvent,
	type Violations,
	verificationStates,
	violationEventKey,
	watchedKey,
} from "./violations.js";

export function violationOperations(violations: Violations): readonly Operation[] {
	return [
		{
			name: "ListActiveViolations",
			method: "GET",
			path: "/active-violations",
			handle: (call) => listActive(violations, call),
		},
		{
			name: "ListViolationEvents",
			method: "GET",
			path: "/violation-events",
			handle: (call) => listEvents(violations, call),
		},
		{
			name: "PutVerificationStateOnViolation",
			method: "POST",
			path: "/violations/verification-state/{violationId}",
			handle: (call) => verify(violations, call),
		},
	];
}

function listActive(violations: Violations, call: ApiCall): Answer {
	const { items, next } = pageByToken(call, {
		from: (range) => violations.listActive(range),
		keyOf: watchedKey,
		where: filterIn(call.query),
	});
	return { activeViolations: items.map(activeDescription), nextToken: next };
}

/** Newest first. */
function listEvents(violations: Violations, call: ApiCall): Answer {
	const { items, next } = pageByToken(call, {
		from: within(queryPeriod(call.query), (range) => violations.listEvents(range), violationEventKey),
		keyOf: violationEventKey,
		where: filterIn(call.query),
		descending: true,
	});
	return { violationEvents: items.map(eventDescription), nextToken: next };
}

interface Filtered {
	readonly thingName: string;
	readonly securityProfileName: string;
	readonly behavior: Behavior;
	readonly verificationState: string;
}

/** Suppressed and others are both listed unless one of them is asked for. */
function filterIn(query: Query): (violation: Filtered) => boolean {
	const thingName = query.string("thingName");
	const profile = query.string("securityProfileName");
	const type = query.string("behaviorCriteriaType");
	const state = query.string("verificationState");
	const isSuppressed = query.boolean("listSuppressedAlerts");
	return (violation) =>
		(thingName === undefined || violation.thingName === thingName) &&
		(profile === undefined || violation.securityProfileName === profile) &&
		(type === undefined || criteriaType(violation.behavior) === type) &&
		(state === undefined || violation.verificationState === state) &&
		(isSuppressed === undefined || (violation.behavior.suppressAlerts ?? false) === isSuppressed);
}

function verify(violations: Violations, { path, body }: ApiCall): Answer {
	const members = body();
	const text = members.requiredString("verificationState");
	const state = verificationStates.find((one) => one === text);
	if (state === undefined) {
		throw invalidRequest(`verificationState must be one of ${verificationStates.join(", ")}: it is ${quote(text)}`);
	}
	const description = members.string("verificationStateDescription") ?? "";
	violations.verify(path("violationId"), state, checkLength("verificationStateDescription", description, 0, 1000));
	return {};
}

function activeDescription({ lastViolationTime, violationStartTime, ...violation }: ActiveViolation): object {
	return {
		...withoutEmpty(violation),
		lastViolationTime: epochSeconds(lastViolationTime),
		violationStartTime: epochSeconds(violationStartTime),
	};
}

function eventDescription({ violationEventTime, ...event }: ViolationEvent): object {
	return { ...withoutEmpty(event), violationEventTime: epochSeconds(violationEventTime) };
}

function withoutEmpty({
	verificationStateDescription: text,
	...rest
}: {
	verificationStateDescription: string;
}): object {
	return text === "" ? rest : { ...rest, verificationStateDescription: text };
}
