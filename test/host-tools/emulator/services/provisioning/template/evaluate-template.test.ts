import assert from "node:assert/strict";
import { defaultScope } from "../../../../../../host-tools/emulator/arn.js";
import { evaluateTemplate } from "../../../../../../host-tools/emulator/services/provisioning/template/evaluate-template.js";
import { parseTemplateBody } from "../../../../../../host-tools/emulator/services/provisioning/template/parse-template-body.js";

const certificateId = "c".repeat(64);
const certificate = {
	Type: "AWS::IoT::Certificate",
	Properties: { CertificateId: { Ref: "AWS::IoT::Certificate::Id" } },
};
const thing = (ThingName: unknown, rest: object = {}) => ({
	Type: "AWS::IoT::Thing",
	Properties: { ThingName, ...rest },
});

function plan(body: object, parameters: Record<string, string> = {}) {
	return evaluateTemplate(parseTemplateBody(JSON.stringify(body)), parameters, certificateId, defaultScope);
}

/** What an expression comes to, as a value of DeviceConfiguration. */
function value(expression: unknown, parameters: Record<string, string> = {}) {
	return plan(
		{
			Parameters: { P: { Type: "String" }, D: { Type: "String", Default: "default" } },
			Mappings: { Map: { eu: { url: "https://eu", list: ["x", "y"] } } },
			Resources: { theThing: thing("name"), cert: certificate },
			DeviceConfiguration: { value: expression },
		},
		parameters,
	).deviceConfiguration.value;
}

describe("evaluateTemplate()", () => {
	const cases: [expression: unknown, parameters: Record<string, string>, expected: string][] = [
		["plain", {}, "plain"],
		[{ Ref: "P" }, { P: "p" }, "p"],
		[{ Ref: "D" }, {}, "default"],
		[{ Ref: "D" }, { D: "given" }, "given"],
		[{ Ref: "AWS::IoT::Certificate::Id" }, {}, certificateId],
		[{ Ref: "AWS::IoT::Certificate::Id" }, { "AWS::IoT::Certificate::Id": "forged" }, certificateId],
		[{ Ref: "theThing" }, {}, "name"],
		[{ "Fn::Join": ["-", ["a", { Ref: "P" }, "c"]] }, { P: "b" }, "a-b-c"],
		[{ "Fn::Join": ["+", { "Fn::Split": ["/", "a/b"] }] }, {}, "a+b"],
		[{ "Fn::Select": ["1", ["a", "b"]] }, {}, "b"],
		[{ "Fn::Select": [0, { "Fn::Split": [",", { Ref: "P" }] }] }, { P: "x,y" }, "x"],
		[{ "Fn::FindInMap": ["Map", { Ref: "P" }, "url"] }, { P: "eu" }, "https://eu"],
		[{ "Fn::Select": ["1", { "Fn::FindInMap": ["Map", "eu", "list"] }] }, {}, "y"],
		[{ "Fn::Sub": "${AWS::Region} ${AWS::AccountId} ${P}" }, { P: "p" }, "us-east-1 000000000000 p"],
		[{ "Fn::Sub": ["${a}/${!iot:ClientId}", { a: { Ref: "P" } }] }, { P: "${D}" }, "${D}/${iot:ClientId}"],
	];
	for (const [expression, parameters, expected] of cases) {
		it(`makes ${JSON.stringify(expected)} of ${JSON.stringify(expression)}`, () => {
			assert.equal(value(expression, parameters), expected);
		});
	}

	const failures: [expression: unknown, message: RegExp][] = [
		[{ Ref: "P" }, /^Cannot resolve reference value: P$/],
		[{ Ref: "AWS::Region" }, /^Cannot resolve reference value: AWS::Region$/],
		[{ "Fn::Sub": "${Nothing}" }, /^Cannot resolve reference value: Nothing$/],
		[{ "Fn::Select": ["2", ["a", "b"]] }, /not within a list of 2/],
		[{ "Fn::Select": ["-1", ["a", "b"]] }, /not within a list of 2/],
		[{ "Fn::FindInMap": ["Map", "us", "url"] }, /no entry \["Map","us","url"\]/],
		[{ "Fn::FindInMap": ["Map", "eu", "list"] }, /gives a list where a string is needed/],
	];
	for (const [expression, message] of failures) {
		it(`rejects ${JSON.stringify(expression)} with InvalidParameters`, () => {
			assert.throws(() => value(expression), { statusCode: 400, errorCode: "InvalidParameters", message });
		});
	}

	it("rejects circular references and values that grow without end", () => {
		const circular = { Resources: { a: thing({ Ref: "a" }), cert: certificate } };
		assert.throws(() => plan(circular), { message: "Circular reference: a" });
		const long = { "Fn::Join": ["", Array.from({ length: 20 }, () => ({ Ref: "P" }))] };
		assert.throws(() => value(long, { P: "x".repeat(1000) }), /the limit is 10240/);
	});

	it("names a policy from a document by its hash, and evaluates functions within it", () => {
		const statement = {
			Effect: "Allow",
			Action: "iot:Connect",
			Resource: { "Fn::Sub": "arn:aws:iot:${AWS::Region}:1:client/x" },
		};
		const PolicyDocument = { Version: "2012-10-17", Statement: [statement] };
		const { policies } = plan({
			Resources: { cert: certificate, policy: { Type: "AWS::IoT::Policy", Properties: { PolicyDocument } } },
		});
		assert.match(policies[0]?.policyName ?? "", /^[0-9A-F]{40}$/);
		assert.equal(JSON.parse(policies[0]?.document ?? "").Statement[0].Resource, "arn:aws:iot:us-east-1:1:client/x");
	});

	it("reads Status in any case and asks for the certificate's own id", () => {
		const withStatus = (Status: string) => ({
			Resources: { cert: { ...certificate, Properties: { ...certificate.Properties, Status } } },
		});
		assert.equal(plan(withStatus("Active")).certificateStatus, "ACTIVE");
		assert.equal(plan(withStatus("inactive")).certificateStatus, "INACTIVE");
		assert.throws(() => plan({ Resources: { a: thing("x") } }), /needs an AWS::IoT::Certificate/);
	});

	it("plans type, groups and what happens to a thing that exists", () => {
		const rest = { BillingGroup: "b", ThingTypeName: { Ref: "P" }, ThingGroups: ["g", { "Fn::Sub": "${P}-group" }] };
		const resource = { ...thing("x", rest), OverrideSettings: { ThingGroups: "MERGE", ThingTypeName: "FAIL" } };
		const Parameters = { P: { Type: "String", Default: "probe" } };
		assert.deepEqual(plan({ Parameters, Resources: { a: resource, cert: certificate } }).thing, {
			thingName: "x",
			attributes: {},
			thingTypeName: "probe",
			billingGroupName: "b",
			thingGroups: ["g", "probe-group"],
			overrides: { attributes: "DO_NOTHING", thingTypeName: "FAIL", thingGroups: "MERGE" },
		});
	});
});

describe("parseTemplateBody()", () => {
	const refusals: [name: string, body: unknown, message: RegExp][] = [
		["no JSON", "{", /not valid JSON/],
		["an unknown section", { Outputs: {} }, /unknown section "Outputs"/],
		["no resources", {}, /Resources is missing or empty/],
		[
			"a parameter that is no string",
			{ Parameters: { a: { Type: "Number" } } },
			/Parameters\.a\.Type must be "String"/,
		],
		[
			"a function within Mappings",
			{ Mappings: { a: { b: { c: { Ref: "x" } } } } },
			/Mappings\.a\.b\.c must be a string/,
		],
		[
			"an unknown resource type",
			{ Resources: { a: { Type: "AWS::S3::Bucket" } } },
			/Resources\.a\.Type must be one of/,
		],
		["an unknown property", { Resources: { a: thing("x", { Name: "y" }) } }, /unknown member "Name"/],
		["an unknown function", { Resources: { a: thing({ "Fn::If": [] }) } }, /found "Fn::If"/],
		["two things", { Resources: { a: thing("x"), b: thing("y") } }, /Resources\.b is a second thing/],
		["a list where a string belongs", { Resources: { a: thing({ "Fn::Split": [",", "a"] }) } }, /gives a list/],
		[
			"a malformed policy document",
			{ Resources: { p: { Type: "AWS::IoT::Policy", Properties: { PolicyDocument: { Version: "2012" } } } } },
			/Version must be "2012-10-17"/,
		],
		[
			"a policy with name and document",
			{ Resources: { p: { Type: "AWS::IoT::Policy", Properties: { PolicyDocument: {}, PolicyName: "x" } } } },
			/exactly one of PolicyName and PolicyDocument/,
		],
	];
	for (const [name, body, message] of refusals) {
		it(`refuses ${name}`, () => {
			const text = typeof body === "string" ? body : JSON.stringify(body);
			assert.throws(() => parseTemplateBody(text), { name: "InvalidRequestException", message });
		});
	}

	it("takes 10240 characters and no more", () => {
		const body = JSON.stringify({ Resources: { a: thing("x") } });
		assert.ok(parseTemplateBody(body.padEnd(10_240)));
		assert.throws(() => parseTemplateBody(body.padEnd(10_241)), /the limit is 10240/);
	});
});
