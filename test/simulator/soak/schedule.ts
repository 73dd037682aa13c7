import { mulberry32 } from "../../support/mulberry32.js";
import type { DeviceFault, SensorFailure } from "./task.js";

/**
 * What goes wrong outside of the device, ms of device time: `cut` ends its connection; `restart` ends the cloud and starts it again; `inactive`
 * and `detached` refuse its certificate and its policy; `stall` lets no byte through, as when Wi-Fi is gone.
 */
export interface HostFault {
	readonly kind: "cut" | "restart" | "inactive" | "detached" | "stall";
	readonly at: number;
	readonly forMs: number;
}

export interface SoakSchedule {
	readonly durationMs: number;
	/** In order; no two at the same time. */
	readonly host: readonly HostFault[];
	/** In order. A `wifi` goes with each `stall`. */
	readonly device: readonly DeviceFault[];
}

export const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const yearMs = 365 * dayMs;

/** How many of each a day has; there is at least one of each. */
const hostFaultsADay: Readonly<Record<HostFault["kind"], number>> = {
	cut: 8,
	restart: 5,
	inactive: 4,
	detached: 3,
	stall: 6,
};
const jumps: readonly number[] = [10 * yearMs, -10 * yearMs, hourMs, -hourMs, 40 * dayMs, -dayMs, 90_000, -yearMs];
const failures: readonly SensorFailure[] = ["missing", "error", "silence", "nonsense"];
const sensorFaultsADay = 8;

/** Parts of the duration: faults of the host; a long silence, after which much waits to be published; more faults, and time to catch up. */
const parts = Object.freeze({ first: 0.36, silence: 0.15, second: 0.66, end: 0.92 });

/** The same faults for the same numbers. `hours` of device time, at least 1. */
export function makeSchedule(hours: number, seed: number): SoakSchedule {
	const word = mulberry32(seed);
	const random = () => word() / 2 ** 32;
	const durationMs = hours * hourMs;
	const count = (aDay: number) => Math.max(1, Math.round((aDay * hours) / 24));
	const host = hostFaults(durationMs, count, random);
	const wifi = host
		.filter(({ kind }) => kind === "stall")
		.map(({ at, forMs }) => ({ kind: "wifi", at, forMs }) as const);
	const whole = { from: 0, to: durationMs * parts.end };
	// Both ways, and far enough for certificates to be out of date, also when there are only two.
	const byMs = shuffled(jumps.slice(0, Math.max(2, count(jumps.length))), random);
	const clock = spread(byMs, whole, random).map(({ what, at }) => ({ kind: "clock", at, byMs: what }) as const);
	const ways = Array.from(
		{ length: count(sensorFaultsADay) },
		(_, index) => failures[index % failures.length] ?? "error",
	);
	const sensor = spread(ways, { ...whole, shortest: 0.02, longest: 0.2 }, random).map(
		({ what, ...when }) => ({ kind: "sensor", way: what, ...when }) as const,
	);
	const device = [...wifi, ...clock, ...sensor].sort((one, other) => one.at - other.at);
	return { durationMs, host, device };
}

function hostFaults(durationMs: number, count: (aDay: number) => number, random: () => number): HostFault[] {
	const kinds = shuffled(
		Object.entries(hostFaultsADay).flatMap(([kind, aDay]) =>
			new Array<HostFault["kind"]>(count(aDay)).fill(kind as HostFault["kind"]),
		),
		random,
	);
	const half = Math.ceil(kinds.length / 2);
	const faults = [
		...spread(kinds.slice(0, half), { from: 0, to: durationMs * parts.first }, random),
		{ what: "stall", at: Math.round(durationMs * parts.first), forMs: Math.round(durationMs * parts.silence) } as const,
		...spread(kinds.slice(half), { from: durationMs * parts.second, to: durationMs * parts.end }, random),
	];
	return faults.map(({ what, at, forMs }) => ({ kind: what, at, forMs: what === "cut" ? 0 : forMs }));
}

interface Spread<What> {
	readonly what: What;
	readonly at: number;
	readonly forMs: number;
}

/** Each begins in a slot of its own, and takes a part of it between `shortest` and `longest`. */
function spread<What>(
	whats: readonly What[],
	{ from, to, shortest = 0.1, longest = 0.5 }: { from: number; to: number; shortest?: number; longest?: number },
	random: () => number,
): Spread<What>[] {
	const slot = (to - from) / whats.length;
	return whats.map((what, index) => {
		const at = Math.round(from + slot * (index + 0.05 + 0.35 * random()));
		return { what, at, forMs: Math.round(slot * (shortest + (longest - shortest) * random())) };
	});
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
	const keyed = items.map((item) => ({ item, key: random() }));
	return keyed.sort((one, other) => one.key - other.key).map(({ item }) => item);
}
