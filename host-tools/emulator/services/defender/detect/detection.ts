import { nameOfArn } from "../../../arn.js";
import type { EmulatorClock } from "../../../clock.js";
import type { Registry } from "../../registry.js";
import type { Behavior } from "./behavior.js";
import { conforms, statisticOf } from "./conformity.js";
import type { DeviceReport } from "./device-report.js";
import { isCloudMetric, type MetricValue } from "./metric-kinds.js";
import type { SecurityProfile, SecurityProfiles } from "./security-profiles.js";
import { type DeviceTraffic, type Series, slotMs, slotOf, type Traffic, valueIn } from "./traffic.js";
import type { Violations } from "./violations.js";

/** ms; AWS: an alarm of a device that has been silent for so long is over. */
const longestSilence = 2 * 24 * 3600 * 1000;
/** Slots that are looked at when the clock is moved further: by then every device has been silent for too long. */
const mostSlots = longestSilence / slotMs + 1;

export interface DetectionParts {
	readonly clock: EmulatorClock;
	readonly registry: Registry;
	readonly profiles: SecurityProfiles;
	readonly traffic: Traffic;
	readonly violations: Violations;
}

/** Compares what devices do with what profiles say is normal, at the end of each five minutes. `close()` ends its timer. */
export class Detection {
	readonly #parts: DetectionParts;
	#disarm = () => {};
	/** The first slot that was not looked at. */
	#next = 0;
	#isOn = false;

	constructor(parts: DetectionParts) {
		this.#parts = parts;
		this.refresh();
	}

	/** To be called after profiles, their targets or dimensions changed. */
	refresh(): void {
		const { profiles, traffic, violations, clock } = this.#parts;
		const attached = profiles.attached();
		traffic.watch(attached.flatMap(seriesOf));
		violations.invalidate(({ securityProfileName, behavior }) => {
			const profile = attached.find((one) => one.securityProfileName === securityProfileName);
			return profile === undefined || !profile.behaviors.some(({ name }) => name === behavior.name);
		}, clock.now());
		const isOn = attached.length > 0;
		if (isOn && !this.#isOn) this.#next = slotOf(clock.now());
		this.#isOn = isOn;
		this.#arm();
	}

	/** Looks at what a device reported of itself. */
	reported(thingName: string, { metrics }: DeviceReport): void {
		const { profiles, violations, clock } = this.#parts;
		for (const profile of profiles.attached().filter((one) => this.#appliesTo(one, thingName))) {
			for (const behavior of profile.behaviors) {
				const value = metrics.get(behavior.metric ?? "");
				if (value === undefined || behavior.criteria === undefined || isLearned(behavior)) continue;
				const isNormal = conforms(value, behavior.criteria);
				const { securityProfileName } = profile;
				violations.datapoint({ securityProfileName, behavior, thingName }, value, isNormal, clock.now());
			}
		}
	}

	close(): void {
		this.#disarm();
	}

	#arm(): void {
		this.#disarm();
		if (this.#isOn) this.#disarm = this.#parts.clock.at((this.#next + 1) * slotMs, () => this.#catchUp());
		else this.#disarm = () => {};
	}

	#catchUp(): void {
		const { clock, traffic, violations } = this.#parts;
		const current = slotOf(clock.now());
		this.#next = Math.max(this.#next, current - mostSlots);
		for (; this.#next < current; this.#next++) {
			const end = (this.#next + 1) * slotMs;
			const silent = [...traffic.devices()].filter(({ lastSeen }) => end - lastSeen > longestSilence);
			for (const { thingName } of silent) traffic.forget(thingName);
			const isWatched = new Set(Array.from(traffic.devices(), ({ thingName }) => thingName));
			for (const profile of this.#parts.profiles.attached()) this.#evaluate(profile, this.#next + 1);
			violations.invalidate(
				(one) => !isWatched.has(one.thingName) && end - one.lastViolationTime > longestSilence,
				end,
			);
		}
		this.#arm();
	}

	/** `end`: the slot behind the windows. */
	#evaluate(profile: SecurityProfile, end: number): void {
		const { traffic, violations } = this.#parts;
		const due = profile.behaviors.filter((behavior) => {
			if (!isCloudMetric(behavior.metric ?? "") || behavior.criteria === undefined || isLearned(behavior)) return false;
			return (end * slotMs) % windowOf(behavior) === 0;
		});
		if (due.length === 0) return;
		const devices = [...traffic.devices()].filter(({ thingName }) => this.#appliesTo(profile, thingName));
		for (const behavior of due) {
			const values = devices.flatMap((device) => {
				const value = datapointOf(device, behavior, end);
				return value === undefined ? [] : [{ thingName: device.thingName, value }];
			});
			const { statisticalThreshold } = behavior.criteria ?? {};
			const numbers = values.map(({ value }) => value.count ?? 0);
			const threshold = statisticalThreshold && statisticOf(statisticalThreshold.statistic ?? "p90", numbers);
			for (const { thingName, value } of values) {
				const watched = { securityProfileName: profile.securityProfileName, behavior, thingName };
				const isNormal = conforms(value, behavior.criteria ?? {}, threshold);
				violations.datapoint(watched, value, isNormal, end * slotMs);
			}
		}
	}

	#appliesTo({ securityProfileName }: SecurityProfile, thingName: string): boolean {
		const { profiles, registry } = this.#parts;
		const isRegistered = registry.things.findThing(thingName) !== undefined;
		return [...profiles.targetsOf(securityProfileName)].some((target) => {
			const all = nameOfArn("all", target, registry.home.accountId);
			if (all !== undefined) return all === "things" || (all === "registered-things") === isRegistered;
			const group = nameOfArn("thinggroup", target, registry.home.accountId);
			return isRegistered && group !== undefined && this.#isIn(group, thingName);
		});
	}

	/** Groups below count as the group above. */
	#isIn(group: string, thingName: string): boolean {
		const { thingGroups } = this.#parts.registry;
		return thingGroups
			.listThingGroupsForThing(thingName)
			.some((one) => [one, ...thingGroups.ancestorsOf(one)].some(({ thingGroupName }) => thingGroupName === group));
	}
}

/** What has to be counted for a profile. */
function seriesOf({ behaviors, additionalMetricsToRetainV2 = [], additionalMetricsToRetain = [] }: SecurityProfile) {
	const retained = additionalMetricsToRetain.map((metric) => ({ metric, metricDimension: undefined }));
	const all = [...behaviors, ...additionalMetricsToRetainV2, ...retained];
	const series = all.map(({ metric = "", metricDimension: dimension }): Series => ({ metric, dimension }));
	return series.filter(({ metric }) => isCloudMetric(metric));
}

function datapointOf(device: DeviceTraffic, behavior: Behavior, end: number): MetricValue | undefined {
	const series = { metric: behavior.metric ?? "", dimension: behavior.metricDimension };
	const extreme = behavior.criteria?.comparisonOperator?.startsWith("greater") ? "least" : "most";
	return valueIn(device, series, { end, count: windowOf(behavior) / slotMs, extreme });
}

/** ms */
function windowOf({ criteria }: Behavior): number {
	return (criteria?.durationSeconds ?? slotMs / 1000) * 1000;
}

/** What machines learn is accepted and never alarms: there is no model here. */
function isLearned({ criteria }: Behavior): boolean {
	return criteria?.mlDetectionConfig !== undefined;
}
