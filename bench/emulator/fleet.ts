import type { startEmulator } from "../../host-tools/emulator/emulator.js";

export type BenchEmulator = Awaited<ReturnType<typeof startEmulator>>;

const atOnce = 1000;

/** So many things with a serial number, so that the store writes as it goes; `also` hears of each. */
export async function makeThings(
	{ registry }: BenchEmulator,
	count: number,
	also: (thingName: string) => void = () => {},
): Promise<void> {
	for (let n = 0; n < count; n++) {
		const thingName = nameOf(n);
		registry.things.createThing(thingName, { serialNumber: String(n) });
		also(thingName);
		if (n % atOnce === 0) await new Promise((resolve) => setImmediate(resolve));
	}
}

export function nameOf(n: number): string {
	return `thing-${String(n).padStart(6, "0")}`;
}
