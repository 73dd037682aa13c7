import assert from "node:assert/strict";
import { exitCodeFor } from "../../../../host-tools/cli/commands/exit-codes.js";

describe("exitCodeFor", () => {
	it("answers as the help text says", () => {
		assert.equal(exitCodeFor("internal"), 1);
		assert.equal(exitCodeFor("provisioning-rejected"), 1);
		assert.equal(exitCodeFor("usage"), 2);
		assert.equal(exitCodeFor("credentials-missing"), 3);
		for (const code of ["port-busy", "port-missing", "port-ambiguous", "port-forbidden", "port-lost"] as const) {
			assert.equal(exitCodeFor(code), 3);
		}
		assert.equal(exitCodeFor("firmware-missing"), 3);
		assert.equal(exitCodeFor("chip-mismatch"), 1);
		assert.equal(exitCodeFor("chip-silent"), 4);
		assert.equal(exitCodeFor("claim-expired"), 4);
		assert.equal(exitCodeFor("timeout"), 4);
		assert.equal(exitCodeFor("interrupted"), 130);
	});
});
