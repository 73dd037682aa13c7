import assert from "node:assert/strict";
import {
	type ClientContext,
	ShownCredentials,
} from "../../../../../host-tools/emulator/services/authorizers/shown-credentials.js";

function shown(context: ClientContext) {
	const credentials = new ShownCredentials(context);
	const { authorizerName, signature } = credentials;
	return { authorizerName, signature, token: credentials.token("key") };
}
const none = { authorizerName: undefined, signature: undefined, token: undefined };

describe("ShownCredentials", () => {
	it("are in the user name of CONNECT, behind a question mark, URL-encoded or not", () => {
		const all = { authorizerName: "a,b=c", signature: "ab+/cd==", token: "t 1" };
		const encoded =
			"me?x-amz-customauthorizer-name=a%2Cb%3Dc&x-amz-customauthorizer-signature=ab%2B%2Fcd%3D%3D&key=t%201&SDK=JSv2";
		const plain = "?key=t 1&x-amz-customauthorizer-name=a,b=c&x-amz-customauthorizer-signature=ab+/cd==";
		for (const username of [encoded, plain]) assert.deepEqual(shown({ mqtt: { username } }), all);
	});

	it("are in the query of a request, and in its headers, whatever their letter case", () => {
		const query = "?qos=1&x-amz-customauthorizer-name=a&key=t&x-amz-customauthorizer-signature=s";
		const all = { authorizerName: "a", signature: "s", token: "t" };
		assert.deepEqual(shown({ http: { headers: {}, queryString: query } }), all);
		const headers = { "X-Amz-CustomAuthorizer-Name": "a", KEY: "t", "x-amz-customauthorizer-signature": "s" };
		assert.deepEqual(shown({ http: { headers, queryString: "" } }), all);
	});

	it("come first from CONNECT, then from the query, then from headers", () => {
		const headers = { "x-amz-customauthorizer-name": "header", key: "header" };
		const http = { headers, queryString: "?x-amz-customauthorizer-name=query&key=" };
		assert.deepEqual(shown({ http }), { ...none, authorizerName: "query", token: "header" });
		const mqtt = { username: "u?x-amz-customauthorizer-name=user" };
		assert.equal(shown({ mqtt, http }).authorizerName, "user");
	});

	it("are none in what has none, or no encoding", () => {
		for (const username of [undefined, "", "me", "me?", "me?x", "x-amz-customauthorizer-name=a"]) {
			assert.deepEqual(shown({ mqtt: { username } }), none);
		}
		assert.equal(shown({ mqtt: { username: "?key=%zz" } }).token, "%zz");
		assert.equal(new ShownCredentials({ mqtt: { username: "?undefined=x" } }).token(undefined), undefined);
	});
});
