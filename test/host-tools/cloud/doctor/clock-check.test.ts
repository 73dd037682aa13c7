import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type ClockOptions, clockFinding } from "../../../../host-tools/cloud/doctor/clock-check.js";
import { within } from "../../../support/deadline.js";
import { SilentServer } from "../../../support/silent-server.js";
import { TestAuthority } from "../../../support/test-authority.js";

const day = 86_400_000;

/** What is found by the answer of a server whose clock is `aheadMs` ahead; undefined: it says no time. */
async function compare(aheadMs: number | undefined, more: Partial<ClockOptions> = {}) {
	const server = createServer((_request, response) => {
		response.sendDate = false;
		if (aheadMs !== undefined) response.setHeader("date", new Date(Date.now() + aheadMs).toUTCString());
		response.writeHead(403).end("no");
	}).listen(0, "127.0.0.1");
	await once(server, "listening");
	try {
		return await find(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, more);
	} finally {
		server.closeAllConnections();
		server.close();
	}
}

function find(apiUrl: string, more: Partial<ClockOptions> = {}) {
	const { signal } = new AbortController();
	return within(clockFinding({ apiUrl, certificate: undefined, signal, ...more }), "an answer");
}

describe("clockFinding", () => {
	it("is content with a clock that agrees with any answer of the API", async () => {
		const finding = await compare(0);
		assert.equal(finding.status, "ok");
		assert.match(finding.message, /agrees with 127\.0\.0\.1:\d+ within/);
	});

	it("warns of a clock that is odd, and fails for one that AWS refuses, ahead and behind", async () => {
		for (const [aheadMs, status, words] of [
			[120_000, "warn", /12\d s behind/],
			[-120_000, "warn", /1(19|2\d) s ahead/],
			[3_600_000, "fail", /behind .*AWS refuses/],
			[-3_600_000, "fail", /ahead of .*AWS refuses/],
		] as const) {
			const finding = await compare(aheadMs);
			assert.equal(finding.status, status);
			assert.match(finding.message, words);
			assert.equal("code" in finding && finding.code, "clock-skewed");
		}
	});

	it("goes by the endpoint's certificate where nobody says the time", async () => {
		const authority = await TestAuthority.make("CN=Root");
		const { certificatePem } = await authority.issue("CN=cloud.test");
		const certificate = new X509Certificate(certificatePem);
		for (const [now, status, code] of [
			[Date.now(), "warn", "clock-unknown"],
			[Date.now() - 365 * day, "fail", "clock-skewed"],
			[Date.now() + 365 * day, "fail", "clock-skewed"],
		] as const) {
			const finding = await compare(undefined, { certificate, now: () => now });
			assert.deepEqual([finding.status, finding.status === "ok" ? "" : finding.code], [status, code]);
		}
	});

	it("says that it does not know where nothing answers, or not in time", async () => {
		const silent = await SilentServer.start();
		try {
			const finding = await find(silent.httpUrl, { answerMs: 50 });
			assert.deepEqual([finding.status, finding.status === "ok" ? "" : finding.code], ["warn", "clock-unknown"]);
		} finally {
			silent.close();
		}
		assert.match((await find("http://127.0.0.1:1")).message, /could not be compared/);
	});
});
