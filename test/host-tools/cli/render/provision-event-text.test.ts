import assert from "node:assert/strict";
import type { BoardProvisionedEvent } from "../../../../host-tools/board/provision/provision-events.js";
import { provisionEventText } from "../../../../host-tools/cli/render/provision-event-text.js";
import { createStyle } from "../../../../host-tools/cli/render/style.js";
import { FakeOutput } from "../../../support/fake-output.js";

const style = createStyle(new FakeOutput({}), {});
const series = (members: object) =>
	provisionEventText(style, {
		...{ event: "series", done: 0, provisioned: 0, failed: 0, skipped: 0, waiting: true },
		...members,
	}).message;

describe("the text of device provision", () => {
	it("says of a series how many of how many are done, and when it will be", () => {
		assert.equal(series({ count: 200 }), "0 of 200 done, 0 failed. Plug in the next board.");
		assert.equal(
			series({ done: 37, count: 200, provisioned: 5, failed: 1, skipped: 2, secondsLeft: 9_780 }),
			"37 of 200 done, 1 failed, 2 done before, about 2 h 43 min left. Plug in the next board.",
		);
		assert.equal(series({ done: 3, provisioned: 3 }), "3 provisioned, 0 failed. Plug in the next board.");
		assert.equal(series({ done: 200, count: 200, provisioned: 1, waiting: false }), "200 of 200 done, 0 failed.");
	});

	it("says of a series that was done before that nothing was left to do, and what to do for more", () => {
		assert.match(
			String(series({ done: 1, count: 1, waiting: false })),
			/1 of 1 .* nothing was left to do.*--count.*--record/,
		);
	});

	it("says under a board that its sensor does not answer", () => {
		const board: BoardProvisionedEvent = {
			event: "board-provisioned",
			device: "b",
			serialNumber: "1",
			thingName: "pump",
			certificateId: "c",
			policies: ["p"],
			milliseconds: 1000,
			sensor: { answers: false, code: "sensor-failed", message: "No ACK" },
		};
		assert.equal(
			provisionEventText(style, board).message,
			"pump provisioned in 1.0 s.\nWithout a reading: No ACK (sensor-failed)",
		);
	});
});
