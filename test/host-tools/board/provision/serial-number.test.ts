import assert from "node:assert/strict";
import type { BoardRun } from "../../../../host-tools/board/provision/board-run.js";
import { confirmSerialNumber } from "../../../../host-tools/board/provision/serial-number.js";
import { RecordedContext } from "../../../support/recorded-context.js";

/** What is reported of a board that calls itself `mac`, when `asked` was asked for. */
function confirm(asked: string | undefined, already: boolean, thingName: string, attributes = {}) {
	const context = new RecordedContext();
	const run = { options: { names: { serialNumber: asked, thingName: undefined } }, context } as unknown as BoardRun;
	const verified = { thingName, attributes, certificateId: "c", policies: ["p"] };
	const numbers = confirmSerialNumber(run, { own: "mac", verified, already });
	return { ...numbers, notes: context.named("note").length };
}

describe("the serial number of a board", () => {
	it("is its own, or the one that it was given now", () => {
		assert.deepEqual(confirm(undefined, true, "pump"), { serialNumber: "mac", notes: 0 });
		assert.deepEqual(confirm("0099", false, "pump"), { serialNumber: "0099", notes: 0 });
	});

	it("is the one asked for of a board that was provisioned before, where AWS says that it has it", () => {
		assert.equal(confirm("0099", true, "pump", { serialNumber: "0099" }).serialNumber, "0099");
		assert.equal(confirm("0099", true, "thingsmith-0099").serialNumber, "0099");
	});

	it("is never the one asked for where AWS says otherwise, or nothing", () => {
		assert.throws(() => confirm("0099", true, "thingsmith-0012", { serialNumber: "0012" }), {
			code: "identity-kept",
			message: /thingsmith-0012, serial number 0012, not 0099/,
		});
		assert.deepEqual(confirm("0099", true, "pump"), { serialNumber: "mac", requestedSerialNumber: "0099", notes: 1 });
	});
});
