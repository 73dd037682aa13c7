import assert from "node:assert/strict";
import { ToolError } from "../../../../host-tools/base/tool-error.js";
import { provisionTimeouts } from "../../../../host-tools/board/provision/provision-timeouts.js";
import { verifyPatiently } from "../../../../host-tools/board/provision/verify-patiently.js";

describe("a look at AWS", () => {
	const timeouts = { ...provisionTimeouts, verifyPauseMs: 1 };
	const thing = { thingName: "pump", certificateId: "c", policies: ["p"], attributes: {} };
	const { signal } = new AbortController();

	/** Fails so often first. */
	function verifying(failures: number, error: ToolError) {
		let looks = 0;
		const verify = async () => {
			looks += 1;
			if (looks <= failures) throw error;
			return thing;
		};
		return { verify, looks: () => looks };
	}

	it("is taken again while something is missing, three times at most, and at once for any other error", async () => {
		const missing = new ToolError("thing-incomplete", "no policy");
		const late = verifying(2, missing);
		assert.deepEqual(await verifyPatiently(late.verify, timeouts, signal), thing);
		const lost = verifying(9, missing);
		await assert.rejects(verifyPatiently(lost.verify, timeouts, signal), missing);
		const refused = verifying(9, new ToolError("permission-missing", "no"));
		await assert.rejects(verifyPatiently(refused.verify, timeouts, signal), { code: "permission-missing" });
		assert.deepEqual([late.looks(), lost.looks(), refused.looks()], [3, 3, 1]);
	});
});
