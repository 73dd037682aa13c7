import assert from "node:assert/strict";
import { parseDataEndpoint } from "../../../../host-tools/cloud/account/data-endpoint.js";

describe("parseDataEndpoint", () => {
	it("reads a name, with MQTT's port over TLS where none is given", () => {
		const host = "a1b2c3-ats.iot.us-east-1.amazonaws.com";
		assert.deepEqual(parseDataEndpoint(host), { host, port: 8883 });
	});

	it("reads a port and an IPv6 address", () => {
		assert.deepEqual(parseDataEndpoint("127.0.0.1:40123"), { host: "127.0.0.1", port: 40123 });
		assert.deepEqual(parseDataEndpoint("[::1]:40123"), { host: "::1", port: 40123 });
	});

	it("refuses what is no address", () => {
		for (const address of ["", "https://x", "a b", "x:0", "x:65536", "x:y"]) {
			assert.throws(() => parseDataEndpoint(address), { code: "aws-refused" });
		}
	});
});
