import { randomBytes } from "node:crypto";
import { invalidRequest, quote } from "../../../aws-error.js";
import { timeKey } from "../../../http/pages.js";
import { jsonRows } from "../../../store/json-rows.js";
import type { Store } from "../../../store/store.js";
import type { RowsFrom, Table } from "../../../store/table.js";
import type { Behavior } from "./behavior.js";
import type { MetricValue } from "./metric-kinds.js";

export const verificationStates = ["FALSE_POSITIVE", "BENIGN_POSITIVE", "TRUE_POSITIVE", "UNKNOWN"] as const;

export type VerificationState = (typeof verificationStates)[number];
export type ViolationEventType = "in-alarm" | "alarm-cleared" | "alarm-invalidated";

interface Violation {
	/** 32 hexadecimal digits */
	readonly violationId: string;
	readonly thingName: string;
	readonly securityProfileName: string;
	readonly behavior: Behavior;
	readonly verificationState: VerificationState;
	readonly verificationStateDescription: string;
}

export interface ActiveViolation extends Violation {
	readonly lastViolationValue: MetricValue;
	/** ms */
	readonly lastViolationTime: number;
	/** ms */
	readonly violationStartTime: number;
}

export interface ViolationEvent extends Violation {
	readonly violationEventType: ViolationEventType;
	readonly metricValue: MetricValue | undefined;
	/** ms */
	readonly violationEventTime: number;
}

/** One behaviour of one device. */
export interface Watched {
	readonly securityProfileName: string;
	readonly behavior: Behavior;
	readonly thingName: string;
}

/** ms; AWS keeps violations for 30 days. */
const keptFor = 30 * 24 * 3600 * 1000;
/** Ours. */
const mostEvents = 10_000;
const mostStreaks = 200_000;

export interface ViolationsParts {
	readonly store: Store;
	/** Called with each event. */
	readonly happened: (event: ViolationEvent) => void;
}

/** Which devices do not behave, and when they began and ended. */
export class Violations {
	readonly #active: Table<ActiveViolation>;
	readonly #events: Table<ViolationEvent>;
	readonly #happened: (event: ViolationEvent) => void;
	/** watched → datapoints in a row that violate (> 0) or conform (< 0) */
	readonly #streaks = new Map<string, number>();

	constructor({ store, happened }: ViolationsParts) {
		const active = jsonRows<ActiveViolation>("violationId");
		this.#active = store.table("active-violation", active, { orderOf: (row) => watchedKey(row) });
		const events = jsonRows<ViolationEvent>("violationEventType", { metricValue: undefined });
		this.#events = store.table("violation-event", events, { orderOf: violationEventKey });
		this.#happened = happened;
	}

	/** One datapoint of a device, at `at` (ms): what it was, and whether it conforms. */
	datapoint(watched: Watched, value: MetricValue, isNormal: boolean, at: number): void {
		const key = watchedKey(watched);
		const before = this.#streaks.get(key) ?? 0;
		const streak = isNormal ? Math.min(before, 0) - 1 : Math.max(before, 0) + 1;
		this.#streaks.delete(key);
		this.#streaks.set(key, streak);
		const oldest = this.#streaks.keys().next().value;
		if (this.#streaks.size > mostStreaks && oldest !== undefined) this.#streaks.delete(oldest);
		const { consecutiveDatapointsToAlarm = 1, consecutiveDatapointsToClear = 1 } = watched.behavior.criteria ?? {};
		const present = this.#active.get(key);
		if (!isNormal && present !== undefined) {
			this.#active.set(key, { ...present, lastViolationValue: value, lastViolationTime: at });
		} else if (!isNormal && streak >= consecutiveDatapointsToAlarm) {
			this.#begin(watched, value, at);
		} else if (isNormal && present !== undefined && -streak >= consecutiveDatapointsToClear) {
			this.#end(present, "alarm-cleared", value, at);
		}
	}

	/** Ends those that nobody can clear any more. */
	invalidate(isOver: (violation: ActiveViolation) => boolean, at: number): void {
		for (const violation of [...this.#active.values()].filter(isOver)) {
			this.#end(violation, "alarm-invalidated", undefined, at);
			this.#streaks.delete(watchedKey(violation));
		}
	}

	/** By profile, behaviour and device. */
	listActive(range?: RowsFrom): Iterable<ActiveViolation> {
		return this.#active.inOrder(range);
	}

	/** By time. */
	listEvents(range?: RowsFrom): Iterable<ViolationEvent> {
		return this.#events.inOrder(range);
	}

	/** Throws InvalidRequestException when there is no such violation. */
	verify(violationId: string, verificationState: VerificationState, verificationStateDescription: string): void {
		const verified = { verificationState, verificationStateDescription };
		const active = [...this.#active.values()].filter((row) => row.violationId === violationId);
		const events = [...this.#events.values()].filter((row) => row.violationId === violationId);
		if (active.length + events.length === 0) throw invalidRequest(`There is no violation ${quote(violationId)}`);
		for (const row of active) this.#active.set(watchedKey(row), { ...row, ...verified });
		for (const row of events) this.#events.set(violationEventKey(row), { ...row, ...verified });
	}

	#begin({ securityProfileName, behavior, thingName }: Watched, value: MetricValue, at: number): void {
		const violationId = randomBytes(16).toString("hex");
		const unverified = { verificationState: "UNKNOWN", verificationStateDescription: "" } as const;
		const violation: Violation = { violationId, thingName, securityProfileName, behavior, ...unverified };
		const times = { lastViolationTime: at, violationStartTime: at };
		this.#active.set(watchedKey(violation), { ...violation, lastViolationValue: value, ...times });
		this.#note({ ...violation, violationEventType: "in-alarm", metricValue: value, violationEventTime: at });
	}

	#end(active: ActiveViolation, type: ViolationEventType, metricValue: MetricValue | undefined, at: number): void {
		this.#active.delete(watchedKey(active));
		const { lastViolationValue: _, lastViolationTime: __, violationStartTime: ___, ...violation } = active;
		this.#note({ ...violation, violationEventType: type, metricValue, violationEventTime: at });
	}

	#note(event: ViolationEvent): void {
		this.#events.set(violationEventKey(event), Object.freeze(event));
		const tooOld = timeKey(Math.max(event.violationEventTime - keptFor, 0), "");
		const oldest = this.#events.inOrder().next().value;
		// One for each that is added: there are never many of them.
		const isTooMuch = oldest !== undefined && (violationEventKey(oldest) < tooOld || this.#events.size > mostEvents);
		if (isTooMuch) this.#events.delete(violationEventKey(oldest));
		this.#happened(event);
	}
}

export function watchedKey({ securityProfileName, behavior, thingName }: Watched): string {
	return `${securityProfileName} ${behavior.name} ${thingName}`;
}

export function violationEventKey({ violationEventTime, violationId, violationEventType }: ViolationEvent): string {
	return timeKey(violationEventTime, `${violationId} ${violationEventType}`);
}
