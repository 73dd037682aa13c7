import assert from "node:assert/strict";
import { isLoopback } from "../../../../host-tools/cloud/account/aws-settings.js";

describe("isLoopback", () => {
	it("knows this machine from others", () => {
		for (const url of ["http://127.0.0.1:4566", "http://localhost", "https://[::1]:1", "http://127.1.2.3"]) {
			assert.equal(isLoopback(url), true, url);
		}
		for (const url of [undefined, "nonsense", "https://iot.us-east-1.amazonaws.com", "http://127.0.0.1.example.com"]) {
			assert.equal(isLoopback(url), false, url);
		}
	});
});
