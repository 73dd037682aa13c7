import assert from "node:assert/strict";
import { EmulatorClock } from "../../../host-tools/emulator/clock.js";
import { Journal } from "../../../host-tools/emulator/journal.js";

describe("Journal", () => {
	it("takes refusals when the clock is beyond what Date can hold", () => {
		const clock = new EmulatorClock();
		clock.advance(8.64e15);
		const journal = new Journal(clock);
		journal.add({ plane: "connect", code: "policy-denied", reason: "why" });
		assert.equal(journal.list()[0]?.time, "+275760-09-13T00:00:00.000Z");
		clock.close();
	});
});
