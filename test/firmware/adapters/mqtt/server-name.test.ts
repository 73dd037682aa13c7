import assert from "node:assert/strict";
import fc from "fast-check";
import { namesInclude } from "../../../../firmware/adapters/mqtt/server-name.js";

const dns = (value: string) => ({ tag: 2, value });
const ip = (...bytes: number[]) => ({ tag: 7, value: Uint8Array.from(bytes).buffer });
const endpoint = "a1b2c3-ats.iot.eu-central-1.amazonaws.com";

describe("namesInclude", () => {
	it("finds the very name, whatever its case, among others", () => {
		assert.ok(namesInclude([dns("example.com"), dns("LocalHost")], "localhost"));
		assert.ok(!namesInclude([dns("example.com")], "localhost"));
		assert.ok(!namesInclude([], "localhost"));
	});

	it("lets a wildcard stand for the first label, as AWS IoT's certificate has it", () => {
		assert.ok(namesInclude([dns("*.iot.eu-central-1.amazonaws.com")], endpoint));
	});

	it("lets a wildcard stand for nothing else", () => {
		for (const pattern of [
			"*",
			"*.",
			"*.com",
			"*.*.amazonaws.com",
			"a*.iot.eu-central-1.amazonaws.com",
			"*.amazonaws.com",
		]) {
			assert.ok(!namesInclude([dns(pattern)], endpoint), pattern);
		}
		assert.ok(!namesInclude([dns("*.example.com")], "example.com"));
		assert.ok(!namesInclude([dns("*.example.com")], ".example.com"));
	});

	it("matches an IPv4 address byte for byte, and only as an iPAddress", () => {
		assert.ok(namesInclude([ip(127, 0, 0, 1)], "127.0.0.1"));
		assert.ok(!namesInclude([ip(127, 0, 0, 2)], "127.0.0.1"));
		assert.ok(!namesInclude([{ tag: 7, value: "127.0.0.1" }], "127.0.0.1"));
		assert.ok(!namesInclude([{ tag: 2, value: ip(127, 0, 0, 1).value }], "127.0.0.1"));
	});

	it("ignores other kinds of names", () => {
		assert.ok(
			!namesInclude(
				[
					{ tag: 1, value: "localhost" },
					{ tag: 6, value: "localhost" },
				],
				"localhost",
			),
		);
	});

	it("never matches a name that differs from every entry, when there is no wildcard", () => {
		fc.assert(
			fc.property(fc.domain(), fc.array(fc.domain()), (host, names) => {
				const others = names.filter((name) => name.toLowerCase() !== host.toLowerCase());
				assert.ok(!namesInclude(others.map(dns), host));
				assert.ok(namesInclude([...others.map(dns), dns(host)], host));
			}),
		);
	});
});
