import assert from "node:assert/strict";
import { whyMissing } from "./support/installed-clients.js";
import { LocalBench } from "./support/local-bench.js";

describe("clients: boto3", function () {
	this.timeout(60_000);
	let bench: LocalBench;

	before(async function () {
		bench = await LocalBench.startUnless(whyMissing("awsCli"), this);
	});
	after(() => bench?.close());

	it("reads and writes things, shadows, messages and jobs, and knows errors by their class", async () => {
		assert.deepEqual(await bench.program("boto3_planes.py", []), {
			pages: [["s-1", "s-2"], ["s-3"]],
			certificate: ["ACTIVE", true],
			principals: true,
			missing: "ResourceNotFoundException",
			version: 1,
			shadow: { reported: { t: 21.5 } },
			named: ["config"],
			conflict: 409,
			retained: "on",
			pending: ["update"],
			document: { to: 2 },
			execution: ["FAILED", { why: "space" }],
		});
	});
});
