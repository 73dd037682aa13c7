import assert from "node:assert/strict";
import { refuseWebPages } from "../../../../host-tools/emulator/http/guard.js";
import { refused } from "../services/refused.js";
import { TestControlPlane } from "./test-control-plane.js";

describe("refuseWebPages()", () => {
	const denied = refused("AccessDeniedException", 403);
	const onLoopback = { bindTo: "127.0.0.1", names: [] };

	for (const host of [
		"localhost",
		"localhost:4566",
		"LOCALHOST:1",
		"iot.localhost:4566",
		"127.0.0.1:4566",
		"127.1.2.3",
		"[::1]:4566",
	]) {
		it(`lets Host ${host} pass`, () => refuseWebPages({ host }, onLoopback));
	}

	for (const host of [
		"evil.example",
		"evil.example:4566",
		"localhost.evil.example",
		"127.0.0.1.evil.example",
		"192.168.0.1:4566",
		"",
		"[::1",
		"::1",
		"a:b:c",
		"localhost:x",
		"[::2]:1",
	]) {
		it(`refuses Host ${JSON.stringify(host)} on loopback`, () => {
			assert.throws(() => refuseWebPages({ host }, onLoopback), denied);
		});
	}

	it("refuses a request without Host", () => {
		assert.throws(() => refuseWebPages({}, onLoopback), denied);
	});

	it("lets names it was given pass, in any case", () => {
		refuseWebPages({ host: "Emulator.test:4566" }, { bindTo: "127.0.0.1", names: ["emulator.test"] });
	});

	it("lets addresses pass when bound beyond loopback", () => {
		const everywhere = { bindTo: "0.0.0.0", names: ["box.local"] };
		for (const host of ["192.168.0.1:4566", "[2001:db8::1]:4566", "box.local:4566", "127.0.0.1"]) {
			refuseWebPages({ host }, everywhere);
		}
		assert.throws(() => refuseWebPages({ host: "evil.example" }, everywhere), denied);
		assert.throws(() => refuseWebPages({ host: "192.168.0.1", origin: "http://192.168.0.1" }, everywhere), denied);
	});

	it("refuses what a web page sends, even from this machine", () => {
		const host = "localhost";
		assert.throws(() => refuseWebPages({ host, origin: "http://localhost:4566" }, onLoopback), denied);
		assert.throws(() => refuseWebPages({ host, origin: "null" }, onLoopback), denied);
		assert.throws(() => refuseWebPages({ host, "sec-fetch-site": "cross-site" }, onLoopback), denied);
		refuseWebPages({ host, "sec-fetch-site": "none" }, onLoopback);
	});
});

describe("Control plane: who may ask", () => {
	let plane: TestControlPlane;
	before(async () => {
		plane = await TestControlPlane.start();
	});
	after(() => plane.close());

	it("AWS operations without credentials are refused with 403", async () => {
		for (const path of ["/things", "/nothing"]) {
			const answer = await plane.raw("GET", path);
			assert.equal(answer.status, 403);
			assert.equal(answer.headers["x-amzn-errortype"], "MissingAuthenticationTokenException");
			assert.match(answer.json.message, /credentials/);
		}
	});

	it("any credentials will do, in a header or in the query", async () => {
		assert.equal((await plane.signed("GET", "/things")).status, 200);
		assert.equal((await plane.raw("GET", "/things?X-Amz-Signature=0")).status, 200);
	});

	it("web pages reach neither AWS operations nor the emulator's own paths", async () => {
		for (const headers of [{ origin: "https://evil.example" }, { host: "evil.example" }]) {
			for (const [method, path] of [
				["GET", "/things"],
				["POST", "/_thingsmith/clock"],
				["GET", "/_thingsmith/journal"],
			] as const) {
				const answer = await plane.signed(method, path, { headers, body: '{"advanceSeconds":60}' });
				assert.equal(answer.status, 403, path);
				assert.equal(answer.headers["x-amzn-errortype"], "AccessDeniedException");
			}
		}
		assert.ok(Math.abs(plane.clock.now() - Date.now()) < 10_000);
		assert.equal(plane.journal.list().at(-1)?.code, "access-denied");
	});
});
