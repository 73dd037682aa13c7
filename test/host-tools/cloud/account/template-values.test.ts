import assert from "node:assert/strict";
import fc from "fast-check";
import { parseTemplateBody } from "../../../../host-tools/cloud/account/template-body.js";
import { impossibleValues } from "../../../../host-tools/cloud/account/template-values.js";

describe("impossibleValues()", () => {
	it("judges every name that joins make of parameters as AWS does", () => {
		const part = fc.oneof(fc.constant("A"), fc.constant("B"), fc.constant("AWS::IoT::Certificate::Id"));
		const parameter = fc.stringMatching(/^[a-c: /é-]{0,4}$/);
		fc.assert(
			fc.property(fc.array(part, { minLength: 1 }), parameter, parameter, (parts, A, B) => {
				const ThingName = { "Fn::Join": ["-", ["t", ...parts.map((Ref) => ({ Ref }))]] };
				const body = { Resources: { one: { Type: "AWS::IoT::Thing", Properties: { ThingName } } } };
				const name = parts.map((one) => (one === "A" ? A : one === "B" ? B : "0")).join("-");
				const [found] = impossibleValues(parsed(body), { A, B });
				assert.equal(found === undefined, /^[a-zA-Z0-9:_-]{1,128}$/.test(`t-${name}`));
				if (found)
					assert.deepEqual(
						found.parameters,
						[...new Set(parts)].filter((one) => one.length === 1),
					);
			}),
		);
	});

	it("takes any JSON for a template", () => {
		fc.assert(
			fc.property(fc.json(), (text) => {
				const body = parseTemplateBody(text);
				if (body !== undefined) assert.deepEqual(impossibleValues(body, {}), []);
			}),
		);
		const odd = { Resources: { a: { Type: "AWS::IoT::Thing", Properties: { ThingName: { "Fn::Join": [1, 2] } } } } };
		assert.deepEqual(impossibleValues(parsed(odd), {}), []);
		assert.equal(parseTemplateBody("no JSON"), undefined);
	});

	it("does not judge functions that are nested without end", () => {
		const deep = 20_000;
		const name = `${'{"Fn::Join":["",['.repeat(deep)}"a b"${"]]}".repeat(deep)}`;
		const body = parseTemplateBody(
			`{"Parameters":{},"Resources":{"t":{"Type":"AWS::IoT::Thing","Properties":{"ThingName":${name}}}}}`,
		);
		if (body !== undefined) assert.deepEqual(impossibleValues(body, {}), []);
	});

	function parsed(body: object) {
		const template = parseTemplateBody(JSON.stringify(body));
		assert.ok(template);
		return template;
	}
});
