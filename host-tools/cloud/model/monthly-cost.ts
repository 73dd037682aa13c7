import type { Project } from "../project/project.js";
import type { Resource } from "./resource.js";

/** AWS's published prices of us-east-1 as they were on that day, in US dollars, without free tiers; not looked up again since. */
export const pricesOf = "2025-06-01";

const prices = Object.freeze({
	/** A million minutes of being connected. */
	connectedMinutes: 0.08,
	/** A million messages of up to 5 KB. */
	messages: 1,
	/** A million rules triggered, and as many actions. */
	ruleActions: 0.15,
	/** A million updates of the index. */
	indexUpdates: 2.25,
	/** A million writes to a DynamoDB table on demand. */
	tableWrites: 0.625,
	/** A GB taken into CloudWatch Logs. */
	logGigabytes: 0.5,
	alarm: 0.1,
	dashboard: 3,
	/** A device a month, audited (Device Defender). */
	auditedDevice: 0.0011,
	/** A million data points of Detect. */
	detectPoints: 0.25,
});

const secondsOfMonth = 30 * 86_400;
const million = 1_000_000;

/** Events of a device a day that are written down: connections, jobs. */
const eventsOfDay = 4;

/** US dollars a month for `project.devices` devices that report every `intervalSeconds`: an estimate, rounded to cents. */
export function monthlyCost(project: Project, model: readonly Resource[]): number {
	const { devices, intervalSeconds, monitoring } = project;
	const count = (type: Resource["type"]) => model.filter((resource) => resource.type === type).length;
	const events = devices * eventsOfDay * 30;
	const parts = [
		(devices * (secondsOfMonth / 60) * prices.connectedMinutes) / million,
		(devices * (secondsOfMonth / intervalSeconds) * prices.messages) / million,
		(events * prices.indexUpdates) / million,
		monitoring.history ? (events * (3 * prices.ruleActions + prices.tableWrites)) / million : 0,
		monitoring.history ? (events / million) * prices.logGigabytes : 0,
		monitoring.audit ? devices * prices.auditedDevice : 0,
		monitoring.detect ? (devices * 5 * (secondsOfMonth / 300) * prices.detectPoints) / million : 0,
		count("AWS::CloudWatch::Alarm") * prices.alarm,
		count("AWS::CloudWatch::Dashboard") * prices.dashboard,
	];
	return Math.round(parts.reduce((sum, part) => sum + part, 0) * 100) / 100;
}
