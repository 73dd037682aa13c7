import assert from "node:assert/strict";
import { DeviceError } from "../../../../firmware/ports/errors.js";
import { ToolError } from "../../../../host-tools/base/tool-error.js";
import { boardFailure } from "../../../../host-tools/board/provision/board-failure.js";

describe("a board's failure", () => {
	it("is what another board may do better", () => {
		for (const code of ["port-lost", "chip-silent", "claim-expired", "timeout", "thing-incomplete"] as const) {
			assert.equal(boardFailure(new ToolError(code, "x")).code, code);
		}
		assert.ok(boardFailure(new DeviceError("flash-full", "x")) instanceof ToolError);
	});

	it("is not what every board would fail for, nor what nobody foresaw", () => {
		for (const code of ["interrupted", "credentials-refused", "template-missing", "firmware-invalid"] as const) {
			const error = new ToolError(code, "x");
			assert.throws(() => boardFailure(error), error);
		}
		const unforeseen = new TypeError("x");
		assert.throws(() => boardFailure(unforeseen), unforeseen);
	});
});
