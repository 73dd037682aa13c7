import type { DeviceReport } from "./device-report.js";
import { isCloudMetric, type MetricValue } from "./metric-kinds.js";
import { type Series, slotMs, type Traffic, valueIn } from "./traffic.js";

export interface Datum {
	/** ms */
	readonly timestamp: number;
	readonly value: MetricValue;
}

/** Ours: reports that are kept of a thing, and things whose reports are. */
const mostReports = 12;
const mostThings = 2000;

/** What was measured in the last hour: of connections what somebody watches, and what devices reported. In memory only. */
export class MetricHistory {
	readonly #traffic: Traffic;
	/** thing → its reports, oldest first. The thing that reported longest ago is the first. */
	readonly #reports = new Map<string, { readonly at: number; readonly report: DeviceReport }[]>();

	constructor(traffic: Traffic) {
		this.#traffic = traffic;
	}

	reported(thingName: string, report: DeviceReport, at: number): void {
		const reports = this.#reports.get(thingName) ?? [];
		this.#reports.delete(thingName);
		this.#reports.set(thingName, [...reports, { at, report }].slice(-mostReports));
		const oldest = this.#reports.keys().next().value;
		if (this.#reports.size > mostThings && oldest !== undefined) this.#reports.delete(oldest);
	}

	/** Oldest first. */
	list(thingName: string, series: Series): readonly Datum[] {
		if (!isCloudMetric(series.metric)) {
			return (this.#reports.get(thingName) ?? []).flatMap(({ at, report }) => {
				const value = report.metrics.get(series.metric);
				return value === undefined ? [] : [{ timestamp: at, value }];
			});
		}
		const device = this.#traffic.find(thingName);
		if (device === undefined) return [];
		return [...device.slots.keys()]
			.sort((a, b) => a - b)
			.flatMap((slot) => {
				const value = valueIn(device, series, { end: slot + 1, count: 1, extreme: "most" });
				return value === undefined ? [] : [{ timestamp: (slot + 1) * slotMs, value }];
			});
	}
}
