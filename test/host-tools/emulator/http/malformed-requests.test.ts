import assert from "node:assert/strict";
import fc from "fast-check";
import type { Operation } from "../../../../host-tools/emulator/http/operation.js";
import { issued, policyDocument, provisioningRoleArn, templateBody } from "../services/registry-fixture.js";
import { type RawAnswer, TestControlPlane } from "./test-control-plane.js";

function assertInvalid(answer: RawAnswer, message: RegExp): void {
	assert.equal(answer.status, 400, answer.text);
	assert.equal(answer.headers["x-amzn-errortype"], "InvalidRequestException");
	assert.match(answer.headers["x-amzn-requestid"] as string, /^[0-9a-f-]{36}$/);
	assert.deepEqual(Object.keys(answer.json), ["message"]);
	assert.match(answer.json.message, message);
}

describe("Control plane: malformed requests", () => {
	let plane: TestControlPlane;
	before(async () => {
		plane = await TestControlPlane.start();
		plane.registry.templates.createProvisioningTemplate({ templateName: "T", templateBody, provisioningRoleArn });
		plane.registry.things.createThing("t");
	});
	after(() => plane.close());

	for (const [what, method, path, body, message] of [
		["a body that is no JSON", "POST", "/things/x", "{", /not JSON/],
		["a body that is an array", "POST", "/things/x", "[]", /must be a JSON object: it is an array/],
		["a body that is null", "POST", "/things/x", "null", /must be a JSON object/],
		["a body that is no UTF-8", "POST", "/things/x", Buffer.from([0x7b, 0xff, 0x7d]), /not JSON in UTF-8/],
		["a deep body", "POST", "/things/x", "[".repeat(200_000), /not JSON|array/],
		["a missing member", "POST", "/policies/p", "{}", /policyDocument is missing/],
		["a member that is null", "POST", "/policies/p", '{"policyDocument":null}', /policyDocument is missing/],
		[
			"a member that is inherited",
			"POST",
			"/policies/p",
			'{"__proto__":{"policyDocument":"x"}}',
			/policyDocument is missing/,
		],
		["a number for a string", "POST", "/policies/p", '{"policyDocument":1}', /policyDocument must be a string/],
		[
			"an object for a string",
			"PUT",
			"/target-policies/p",
			'{"target":{}}',
			/target must be a string: it is an object/,
		],
		["a string for an object", "POST", "/things/x", '{"attributePayload":"a"}', /attributePayload must be an object/],
		[
			"an array for a map",
			"POST",
			"/things/x",
			'{"attributePayload":{"attributes":[]}}',
			/attributePayload.attributes must be/,
		],
		[
			"a number in a map of strings",
			"POST",
			"/things/x",
			'{"attributePayload":{"attributes":{"a":1}}}',
			/attributes\.a must be a string/,
		],
		["a string for a boolean", "PATCH", "/provisioning-templates/T", '{"enabled":"yes"}', /enabled must be a boolean/],
		[
			"a fraction for an integer",
			"PATCH",
			"/provisioning-templates/T",
			'{"defaultVersionId":1.5}',
			/must be an integer: it is 1.5/,
		],
		["a string for an integer", "PATCH", "/things/t", '{"expectedVersion":"1"}', /expectedVersion must be a number/],
		["a broken percent-encoding in the path", "GET", "/things/%zz", "", /path has a broken percent-encoding/],
		["no UTF-8 in the path", "GET", "/things/%ff", "", /path has a broken percent-encoding/],
		["a broken percent-encoding in the query", "GET", "/things?nextToken=%", "", /query has a broken/],
		[
			"a query that is no boolean",
			"POST",
			"/keys-and-certificate?setAsActive=1",
			"",
			/setAsActive must be true or false/,
		],
		["a query that is no integer", "GET", "/things?maxResults=ten", "", /maxResults must be an integer/],
		["a missing query parameter", "PUT", `/certificates/${issued("c").certificateId}`, "", /newStatus is missing/],
		["a name that AWS does not allow", "POST", "/things/a%2Fb", "{}", /thingName/],
	] as [string, string, string, string | Buffer, RegExp][]) {
		it(`${what} is refused by name`, async () => {
			assertInvalid(await plane.signed(method, path, { body }), message);
			assert.equal(plane.registry.things.findThing("x"), undefined);
			assert.equal(plane.registry.policies.findPolicy("p"), undefined);
		});
	}

	it("a body over 512 KiB is refused, however it is sent, and the next request is answered", async () => {
		for (const length of [512 * 1024 + 1, 3 * 1024 * 1024]) {
			for (const headers of [{}, { "transfer-encoding": "chunked" }]) {
				const answer = await plane.signed("POST", "/policies/p", { body: "x".repeat(length), headers });
				assert.equal(answer.status, 413);
				assert.equal(answer.headers["x-amzn-errortype"], "RequestEntityTooLargeException");
				assert.match(answer.json.message, /524288 bytes/);
			}
		}
		assert.equal((await plane.raw("GET", "/_thingsmith/health")).status, 200);
		const allowed = JSON.stringify({ policyDocument }).padEnd(512 * 1024);
		assert.equal((await plane.signed("POST", "/policies/large", { body: allowed })).status, 200);
	});

	it("headers over 16 KiB are refused", async () => {
		const answer = await plane.signed("GET", "/things", { headers: { "x-large": "x".repeat(17_000) } });
		assert.equal(answer.status, 431);
	});

	it("no request makes the emulator fail", async () => {
		const text = fc.oneof(fc.string(), fc.constantFrom("things", "policies", "certificates", "T", "versions", "1"));
		const request = fc.record({
			method: fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE"),
			segments: fc.array(text, { maxLength: 4 }),
			query: fc.dictionary(fc.constantFrom("maxResults", "marker", "setAsDefault", "newStatus"), fc.string(), {
				maxKeys: 2,
			}),
			body: fc.oneof(fc.json(), fc.string()),
		});
		await fc.assert(
			fc.asyncProperty(request, async ({ method, segments, query, body }) => {
				const path = `/${segments.map(encodeURIComponent).join("/")}?${new URLSearchParams(query)}`;
				const answer = await plane.signed(method, path, { body });
				assert.notEqual(answer.status, 500, `${method} ${path} ${answer.text}`);
			}),
			{ numRuns: 300 },
		);
	});

	it("an unexpected failure is told to the journal alone", async () => {
		const failing: Operation = {
			name: "ListThings",
			method: "GET",
			path: "/things",
			handle() {
				throw new TypeError("inner workings");
			},
		};
		const plane = await TestControlPlane.start({
			services: [() => ({ name: "failing", operations: [failing] })],
		});
		const answer = await plane.signed("GET", "/things");
		assert.equal(answer.status, 500);
		assert.equal(answer.headers["x-amzn-errortype"], "InternalFailureException");
		assert.doesNotMatch(answer.text, /inner|TypeError/);
		assert.match(plane.journal.list().at(-1)?.reason ?? "", /TypeError: inner workings/);
		await plane.close();
	});
});
