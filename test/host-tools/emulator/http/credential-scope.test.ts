import assert from "node:assert/strict";
import { credentialScope } from "../../../../host-tools/emulator/http/credential-scope.js";
import { Query } from "../../../../host-tools/emulator/http/query.js";

const none = new Query("");
const header = (credential: string) => `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`;

describe("credentialScope()", () => {
	it("reads region and service from the header, and from a presigned query", () => {
		const scope = { region: "eu-west-1", service: "iot" };
		assert.deepEqual(credentialScope(header("AKID/20260101/eu-west-1/iot/aws4_request"), none), scope);
		const presigned = new Query("X-Amz-Credential=AKID%2F20260101%2Feu-west-1%2Fiot%2Faws4_request");
		assert.deepEqual(credentialScope(undefined, presigned), scope);
	});

	it("has no region with version 4a, which signs for several", () => {
		const v4a = "AWS4-ECDSA-P256-SHA256 Credential=AKID/20260101/s3/aws4_request, Signature=0";
		assert.deepEqual(credentialScope(v4a, none), { region: undefined, service: "s3" });
	});

	for (const text of [
		"",
		"Bearer x",
		header("x"),
		header("a/2026/r/iot/aws4_request"),
		header("a/20260101/R!/iot/aws4_request"),
	]) {
		it(`finds none in ${JSON.stringify(text)}`, () => assert.equal(credentialScope(text, none), undefined));
	}
});
