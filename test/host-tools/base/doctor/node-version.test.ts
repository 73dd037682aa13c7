import assert from "node:assert/strict";
import { nodeFinding } from "../../../../host-tools/base/doctor/node-version.js";
import { readRoot } from "../../../support/source-imports.js";

const { engines } = JSON.parse(readRoot("package.json")) as { engines: { node: string } };

function find(version: string, now = "2026-11-28") {
	const finding = nodeFinding({ version, engines: engines.node, now: new Date(now) });
	return [finding.status, finding.status === "ok" ? undefined : finding.code];
}

describe("nodeFinding", () => {
	it("fails for a Node that is older than package.json wants", () => {
		for (const version of ["18.20.8", "20.18.9", "20.9.0"]) assert.deepEqual(find(version), ["fail", "node-too-old"]);
	});

	it("warns of a Node without security fixes, from the day after the last one", () => {
		assert.deepEqual(find("20.19.0"), ["warn", "node-end-of-life"]);
		assert.deepEqual(find("20.20.2", "2026-04-30T23:59:59Z"), ["ok", undefined]);
		assert.deepEqual(find("20.20.2", "2026-05-01T00:00:00Z"), ["warn", "node-end-of-life"]);
		assert.deepEqual(find("23.1.0"), ["warn", "node-end-of-life"]);
	});

	it("is content with one that has fixes, and with one that it has never heard of", () => {
		for (const version of ["22.1.0", "24.11.1", "31.0.0", "24.0.0-nightly"]) {
			assert.deepEqual(find(version), ["ok", undefined], version);
		}
	});

	it("rejects engines of another form, which nobody would have checked", () => {
		assert.throws(() => nodeFinding({ version: "24.0.0", engines: "^24", now: new Date() }), /engines/);
	});
});
