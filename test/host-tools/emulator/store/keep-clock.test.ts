import assert from "node:assert/strict";
import { EmulatorClock } from "../../../../host-tools/emulator/clock.js";
import { keepClock } from "../../../../host-tools/emulator/store/keep-clock.js";
import { openStore } from "../../../../host-tools/emulator/store/open-store.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";

describe("keepClock()", () => {
	const directories = new TemporaryDirectories();
	afterEach(() => directories.remove());

	it("goes on where an earlier run left the clock", async () => {
		const directory = await directories.make();
		for (const expected of [0, 5000, 12_000]) {
			const clock = new EmulatorClock();
			const store = await openStore({ directory });
			keepClock(clock, store);
			assert.equal(clock.aheadMs, expected);
			clock.advance(expected === 0 ? 5000 : 7000);
			await store.close();
			clock.close();
		}
	});
});
