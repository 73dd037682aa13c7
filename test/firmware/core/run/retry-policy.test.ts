import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { isFinal } from "../../../../firmware/core/run/retry-policy.js";
import type { ErrorCode } from "../../../../firmware/ports/errors.js";

/** Every code there is: the compiler asks for a new one here. */
const expected: Readonly<Record<ErrorCode, "final" | "retried">> = {
	closed: "retried",
	timeout: "retried",
	"bootstrap-invalid": "final",
	"claim-missing": "final",
	"claim-expired": "final",
	"identity-kept": "retried",
	"clock-unavailable": "retried",
	"network-unreachable": "retried",
	"network-missing": "retried",
	"network-refused": "retried",
	"address-missing": "retried",
	"server-untrusted": "retried",
	"tls-failed": "retried",
	"connection-refused": "retried",
	"connection-lost": "retried",
	"subscription-refused": "retried",
	"provisioning-rejected": "final",
	"provisioning-throttled": "retried",
	"token-refused": "retried",
	"reply-invalid": "final",
	"reply-too-large": "final",
	"flash-failed": "retried",
	"flash-full": "final",
	"sensor-failed": "retried",
	"sensor-unknown": "retried",
	internal: "retried",
};

describe("the retry policy", () => {
	for (const [code, verdict] of Object.entries(expected)) {
		it(`says ${code} is ${verdict}`, () => assert.equal(isFinal(code as ErrorCode), verdict === "final"));
	}

	it("is what docs/log-schema.md tells of every code", () => {
		const page = readFileSync(new URL("../../../../../docs/log-schema.md", import.meta.url), "utf8");
		const rows = page.slice(page.indexOf("## Codes")).split("\n");
		for (const [code, verdict] of Object.entries(expected)) {
			const row = rows.find((line) => line.startsWith("|") && line.split("|")[1]?.includes(`\`${code}\``));
			assert.ok(row, `${code} is not explained`);
			assert.equal(row.split("|")[2]?.trim().startsWith("final:"), verdict === "final", code);
		}
	});
});
