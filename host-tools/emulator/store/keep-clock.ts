import type { EmulatorClock } from "../clock.js";
import { jsonRows } from "./json-rows.js";
import type { Store } from "./store.js";

const key = "clock";

/** Moves the clock to where an earlier run left it, and keeps where it is moved to: what is kept beside it goes by it. */
export function keepClock(clock: EmulatorClock, store: Store): void {
	const table = store.table<{ readonly aheadMs: number }>("clock", jsonRows("aheadMs"));
	clock.advance(Math.max(0, (table.get(key)?.aheadMs ?? 0) - clock.aheadMs));
	clock.onAdvance(() => table.set(key, { aheadMs: clock.aheadMs }));
}
