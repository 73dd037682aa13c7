import assert from "node:assert/strict";
import { apiModel } from "../../../../host-tools/emulator/http/api/api-model.js";
import { TestControlPlane } from "./test-control-plane.js";

describe("Control plane: operations that are not there", () => {
	let plane: TestControlPlane;
	before(async () => {
		plane = await TestControlPlane.start();
	});
	after(() => plane.close());

	it("are refused with 501 and their name", async () => {
		const there = new Set(plane.operations.map(({ name }) => name));
		const missing = apiModel.iot.filter(({ name }) => !there.has(name)).slice(0, 10);
		for (const { name, method, path } of missing) {
			const { status, json } = await plane.signed(method, path.replaceAll(/\{\w+\+?\}/g, "x"));
			assert.equal(status, 501);
			assert.match(json.message, new RegExp(`^${name} \\(`));
		}
	});

	it("are refused by method and path when nobody knows them", async () => {
		for (const [method, path] of [
			["POST", "/"],
			["GET", "/nothing/here"],
			["PUT", "/things/t"],
			["OPTIONS", "/things"],
			["GET", "/things/"],
			["GET", "/things/t/"],
			["GET", "//things"],
			["HEAD", "/things"],
		] as const) {
			const answer = await plane.signed(method, path);
			assert.equal(answer.status, 501, `${method} ${path}`);
			assert.equal(answer.headers["x-amzn-errortype"], "NotImplementedException");
			if (method !== "HEAD") {
				assert.deepEqual(answer.json, { message: `${method} ${path} is no operation that the emulator knows` });
			}
		}
	});

	it("are in the journal", () => {
		const codes = new Set(plane.journal.list().map(({ code }) => code));
		assert.deepEqual(codes, new Set(["not-implemented"]));
	});
});
