import { invalidRequest, quote } from "../../../aws-error.js";
import type { Members } from "../../../http/members.js";
import { checkLength } from "../../checks.js";
import { checkOneOf } from "../job-checks.js";
import { parseCron } from "./cron.js";
import { requiredInteger } from "./read-job-configs.js";

export interface MaintenanceWindow {
	/** `cron(…)` */
	readonly startTime: string;
	readonly durationInMinutes: number;
}

/** The members as they were given. */
export interface SchedulingConfig {
	readonly startTime?: string;
	readonly endTime?: string;
	readonly endBehavior?: EndBehavior;
	readonly maintenanceWindows?: readonly MaintenanceWindow[];
}

export type EndBehavior = "STOP_ROLLOUT" | "CANCEL" | "FORCE_CANCEL";

const minuteMs = 60_000;
const halfHourMs = 30 * minuteMs;
const yearMs = 366 * 86_400_000;
/** Ours. */
const mostWindows = 10;

/** `now`: ms. Throws InvalidRequestException: a time that is too near or too far (API model: SchedulingConfig). */
export function readSchedulingConfig(members: Members, now: number): SchedulingConfig {
	const startTime = members.string("startTime");
	const endTime = members.string("endTime");
	const endBehavior = members.string("endBehavior");
	const windows = readMaintenanceWindows(members, "schedulingConfig.");
	const start = startTime === undefined ? now : timeOf("schedulingConfig.startTime", startTime);
	if (startTime !== undefined) checkTime("schedulingConfig.startTime", start, now, yearMs);
	if (endTime !== undefined) {
		checkTime("schedulingConfig.endTime", timeOf("schedulingConfig.endTime", endTime), start, 2 * yearMs);
	}
	const behaviours = ["STOP_ROLLOUT", "CANCEL", "FORCE_CANCEL"] as const;
	return {
		...(startTime !== undefined && { startTime }),
		...(endTime !== undefined && { endTime }),
		...(endBehavior !== undefined && {
			endBehavior: checkOneOf("schedulingConfig.endBehavior", endBehavior, behaviours),
		}),
		...(windows !== undefined && { maintenanceWindows: windows }),
	};
}

/** Also of a job template, which has them without the rest. */
export function readMaintenanceWindows(members: Members, prefix = ""): readonly MaintenanceWindow[] | undefined {
	const list = members.objects("maintenanceWindows");
	if (list === undefined) return undefined;
	if (list.length > mostWindows) {
		throw invalidRequest(`${prefix}maintenanceWindows may have ${mostWindows} windows: it has ${list.length}`);
	}
	return list.map((window, index) => {
		const where = `${prefix}maintenanceWindows[${index}]`;
		const startTime = checkLength(`${where}.startTime`, window.requiredString("startTime"), 1, 256);
		parseCron(startTime, `${where}.startTime`);
		return { startTime, durationInMinutes: requiredInteger(window, where, "durationInMinutes", 1, 1430) };
	});
}

/** ms of `2026-11-28 10:00`, in UTC; also with a T, with seconds, with an offset. */
export function timeOf(what: string, text: string): number {
	const [, date, time, zone = "Z"] =
		/^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?$/.exec(text) ?? [];
	const parsed = date === undefined ? Number.NaN : Date.parse(`${date}T${time}${zone}`);
	if (!Number.isNaN(parsed)) return parsed;
	throw invalidRequest(`${what} must be a time as 2026-11-28 10:00, in UTC: it is ${quote(text)}`);
}

function checkTime(what: string, time: number, from: number, most: number): void {
	// Times are given to the minute.
	if (time >= from + halfHourMs - minuteMs && time <= from + most) return;
	const near = what.endsWith("endTime") ? "the start" : "now";
	throw invalidRequest(
		`${what} must be 30 minutes to ${Math.round(most / yearMs)} years after ${near}: it is ${new Date(time).toISOString()}`,
	);
}
