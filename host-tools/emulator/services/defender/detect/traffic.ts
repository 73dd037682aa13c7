import { filterMatches } from "../../../broker/topics.js";
import type { MetricDimension } from "./behavior.js";
import type { Dimension } from "./dimensions.js";
import type { MetricValue } from "./metric-kinds.js";

/** ms; what the shortest window of AWS's is, and all others are made of. */
export const slotMs = 300_000;
/** Slots that are kept of each device: the longest window, and the one that is not over. */
const keptSlots = 13;
/** Ours: devices that are watched; who was quiet longest is forgotten first. Addresses in a slot. */
const mostDevices = 20_000;
const mostAddresses = 50;

/** One metric of the cloud, for all topics or some. */
export interface Series {
	readonly metric: string;
	/** Undefined: whatever the topic. */
	readonly dimension?: MetricDimension | undefined;
}

/** What was seen in a slot. */
interface Sample {
	count: number;
	least: number;
	most: number;
	readonly addresses: Set<string>;
}

export interface DeviceTraffic {
	/** Of the thing, or a client id where there is none of that name. */
	readonly thingName: string;
	/** ms */
	lastSeen: number;
	/** slot → series → what was seen */
	readonly slots: Map<number, Map<string, Sample>>;
}

/** What devices do on their connections, counted in slots of five minutes, and only what somebody asks for. */
export class Traffic {
	/** Who was quiet longest is the first. */
	readonly #devices = new Map<string, DeviceTraffic>();
	readonly #findDimension: (name: string) => Dimension | undefined;
	/** metric → its series */
	#series = new Map<string, readonly Series[]>();

	constructor(findDimension: (name: string) => Dimension | undefined) {
		this.#findDimension = findDimension;
	}

	/** What is to be counted from now on. */
	watch(series: readonly Series[]): void {
		this.#series = grouped(series);
		if (series.length === 0) this.#devices.clear();
	}

	isWatched(metric: string): boolean {
		return this.#series.has(metric);
	}

	/** `value`: bytes of a message, or an address; `topic`: where the metric has one. */
	note(
		metric: string,
		thingName: string,
		now: number,
		{ topic, value = 1 }: { topic?: string; value?: number | string } = {},
	) {
		const series = this.#series.get(metric);
		if (series === undefined) return;
		const device = this.#device(thingName, now);
		for (const one of series) if (this.#isMeant(one, topic)) addTo(device, seriesKey(one), now, value);
	}

	devices(): Iterable<DeviceTraffic> {
		return this.#devices.values();
	}

	find(thingName: string): DeviceTraffic | undefined {
		return this.#devices.get(thingName);
	}

	forget(thingName: string): void {
		this.#devices.delete(thingName);
	}

	#device(thingName: string, now: number): DeviceTraffic {
		const device = this.#devices.get(thingName) ?? { thingName, lastSeen: now, slots: new Map() };
		device.lastSeen = now;
		this.#devices.delete(thingName);
		this.#devices.set(thingName, device);
		const quietest = this.#devices.keys().next().value;
		if (this.#devices.size > mostDevices && quietest !== undefined) this.#devices.delete(quietest);
		return device;
	}

	#isMeant({ dimension }: Series, topic: string | undefined): boolean {
		if (dimension === undefined) return true;
		const filters = this.#findDimension(dimension.dimensionName)?.stringValues ?? [];
		const isIn = topic !== undefined && filters.some((filter) => filterMatches(filter, topic));
		return dimension.operator === "NOT_IN" ? !isIn : isIn;
	}
}

export function seriesKey({ metric, dimension }: Series): string {
	return dimension === undefined ? metric : `${metric} ${dimension.operator ?? "IN"} ${dimension.dimensionName}`;
}

export function slotOf(milliseconds: number): number {
	return Math.floor(milliseconds / slotMs);
}

/**
 * What a device did in the `slots` before slot `end`. A count of nothing is 0; a size or address that was not there is undefined.
 * `extreme`: which of several sizes tells whether all conform.
 */
export function valueIn(
	{ slots }: DeviceTraffic,
	series: Series,
	{ end, count, extreme }: { readonly end: number; readonly count: number; readonly extreme: "least" | "most" },
): MetricValue | undefined {
	const key = seriesKey(series);
	const samples: Sample[] = [];
	for (let slot = end - count; slot < end; slot++) {
		const sample = slots.get(slot)?.get(key);
		if (sample !== undefined) samples.push(sample);
	}
	if (series.metric === "aws:source-ip-address") {
		const cidrs = [...new Set(samples.flatMap(({ addresses }) => [...addresses]))];
		return cidrs.length === 0 ? undefined : { cidrs };
	}
	if (series.metric === "aws:message-byte-size") {
		if (samples.length === 0) return undefined;
		const sizes = samples.map((sample) => sample[extreme]);
		return { count: extreme === "most" ? Math.max(...sizes) : Math.min(...sizes) };
	}
	return { count: samples.reduce((sum, sample) => sum + sample.count, 0) };
}

function addTo({ slots }: DeviceTraffic, key: string, now: number, value: number | string): void {
	const slot = slotOf(now);
	let samples = slots.get(slot);
	if (samples === undefined) {
		samples = new Map();
		slots.set(slot, samples);
		for (const old of slots.keys()) if (old <= slot - keptSlots) slots.delete(old);
	}
	const sample = samples.get(key) ?? { count: 0, least: Number.POSITIVE_INFINITY, most: 0, addresses: new Set() };
	samples.set(key, sample);
	sample.count += 1;
	if (typeof value === "string") {
		if (sample.addresses.size < mostAddresses) sample.addresses.add(value);
		return;
	}
	sample.least = Math.min(sample.least, value);
	sample.most = Math.max(sample.most, value);
}

function grouped(series: readonly Series[]): Map<string, readonly Series[]> {
	const groups = new Map<string, readonly Series[]>();
	for (const one of series) groups.set(one.metric, [...(groups.get(one.metric) ?? []), one]);
	return groups;
}
