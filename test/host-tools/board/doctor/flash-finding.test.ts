import assert from "node:assert/strict";
import { factsOf, flashFinding } from "../../../../host-tools/board/doctor/flash-finding.js";
import type { CredentialReport, IdentityReport } from "../../../../host-tools/board/identity/identity-report.js";

const credential: CredentialReport = { certificateId: "ab".repeat(32), certificate: undefined, key: "matches" };
const settings = { host: "cloud.test", port: 443, wifi: [{ ssid: "home", password: "(set)" }] };

function told(report: IdentityReport): readonly unknown[] {
	const finding = flashFinding(report);
	assert.ok(!JSON.stringify(finding).includes("home"));
	return [finding.status, finding.status === "ok" ? undefined : finding.code];
}

describe("flashFinding", () => {
	it("tells what a device lives by, or dies of", () => {
		const identity = { ...credential, thingName: "pump" };
		const claim = { ...credential, expiresAt: "2027-01-01T00:00:00.000Z", expired: false };
		const staged = { ...credential, thingName: undefined, token: true };
		assert.deepEqual(told({ content: "identity", identity, settings }), ["ok", undefined]);
		assert.deepEqual(told({ content: "claim", claim, settings }), ["ok", undefined]);
		assert.deepEqual(told({ content: "claim", claim: { ...claim, expired: true } }), ["fail", "claim-expired"]);
		assert.deepEqual(told({ content: "staged", staged }), ["warn", "identity-staged"]);
		assert.deepEqual(told({ content: "empty" }), ["warn", "identity-missing"]);
		assert.deepEqual(told({ content: "noise" }), ["warn", "flash-encrypted"]);
		assert.deepEqual(told({ content: "unknown" }), ["fail", "identity-unknown"]);
		for (const key of ["other", "unreadable"] as const) {
			assert.deepEqual(told({ content: "identity", identity: { ...identity, key } }), ["fail", "key-mismatch"]);
		}
	});

	it("names what is set, and not what to", () => {
		const { facts } = flashFinding({ content: "empty", settings });
		assert.deepEqual(facts?.settings, ["host", "port", "wifi"]);
	});
});

describe("factsOf", () => {
	it("takes name and certificate of the identity, and the endpoint of the settings", () => {
		const identity = { ...credential, thingName: "pump" };
		assert.deepEqual(factsOf({ content: "identity", identity, settings }, "other"), {
			thingName: "pump",
			certificateId: credential.certificateId,
			endpoint: { host: "cloud.test", port: 443 },
		});
		assert.deepEqual(factsOf({ content: "empty" }, undefined), {
			thingName: undefined,
			certificateId: undefined,
			endpoint: undefined,
		});
	});
});
