import assert from "node:assert/strict";
import { InvalidArgumentError } from "commander";
import {
	accountId,
	listenAddress,
	regionName,
	repeatedHostName,
} from "../../../../host-tools/cli/commands/arguments.js";

const refuses = (parse: (text: string) => unknown, ...texts: readonly string[]) => {
	for (const text of texts) assert.throws(() => parse(text), InvalidArgumentError, JSON.stringify(text));
};

describe("Arguments of thingsmith local", () => {
	it("--host is an address of this machine, or all", () => {
		for (const text of ["127.0.0.1", "192.168.1.5", "::", "localhost"]) assert.equal(listenAddress(text), text);
		assert.equal(listenAddress("all"), "0.0.0.0");
		refuses(listenAddress, "", "ALL", "example.com", "192.168.1", "192.168.1.5:4566", "http://127.0.0.1");
	});

	it("--name is a host name or an address, and may be repeated", () => {
		assert.deepEqual(repeatedHostName("box", ["a.example"]), ["a.example", "box"]);
		assert.deepEqual(repeatedHostName("2001:db8::1"), ["2001:db8::1"]);
		refuses(repeatedHostName, "", "http://box", "box:4566", "-box", "a b", "*.example", "x".repeat(254));
	});

	it("--region has the form of one", () => {
		for (const text of ["us-east-1", "ap-southeast-7", "us-gov-west-1", "cn-north-1"])
			assert.equal(regionName(text), text);
		refuses(regionName, "", "europe", "eu-west", "EU-WEST-1", "eu-west-1/", "eu-west-1a", "eu_west_1");
	});

	it("--account has twelve digits", () => {
		assert.equal(accountId("111122223333"), "111122223333");
		refuses(accountId, "", "1111-2222-3333", "11112222333", "me");
	});
});
