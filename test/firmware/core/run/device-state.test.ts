import assert from "node:assert/strict";
import { type DeviceState, transition } from "../../../../firmware/core/run/device-state.js";

const states: readonly DeviceState[] = [
	"unclaimed",
	"claimed",
	"connecting",
	"provisioning",
	"verifying",
	"online",
	"backing-off",
	"failed",
];

/** Written out once more: a change of the table has to be meant. */
const legal: readonly string[] = [
	"unclaimed → claimed",
	"unclaimed → connecting",
	"claimed → connecting",
	"connecting → provisioning",
	"connecting → verifying",
	"connecting → backing-off",
	"provisioning → verifying",
	"provisioning → backing-off",
	"verifying → online",
	"verifying → backing-off",
	"online → backing-off",
	"backing-off → connecting",
	...states.filter((state) => state !== "failed").map((state) => `${state} → failed`),
	...states.filter((state) => state !== "unclaimed").map((state) => `${state} → unclaimed`),
];

describe("the lifecycle", () => {
	for (const from of states) {
		for (const to of states) {
			const name = `${from} → ${to}`;
			if (legal.includes(name)) it(`allows ${name}`, () => assert.equal(transition(from, to), to));
			else it(`refuses ${name}`, () => assert.throws(() => transition(from, to), { code: "internal" }));
		}
	}

	it("reaches every state from unclaimed", () => {
		const reached = new Set<DeviceState>(["unclaimed"]);
		for (let round = 0; round < states.length; round++) {
			for (const from of [...reached]) {
				for (const to of states) if (legal.includes(`${from} → ${to}`)) reached.add(to);
			}
		}
		assert.deepEqual([...reached].sort(), [...states].sort());
	});
});
