import assert from "node:assert/strict";
import fc from "fast-check";
import { defaultScope } from "../../../../../../host-tools/emulator/arn.js";
import { AwsError } from "../../../../../../host-tools/emulator/aws-error.js";
import { ProvisioningRejection } from "../../../../../../host-tools/emulator/services/provisioning/rejection.js";
import {
	evaluateTemplate,
	type ProvisioningPlan,
} from "../../../../../../host-tools/emulator/services/provisioning/template/evaluate-template.js";
import { parseTemplateBody } from "../../../../../../host-tools/emulator/services/provisioning/template/parse-template-body.js";

const certificate = {
	Type: "AWS::IoT::Certificate",
	Properties: { CertificateId: { Ref: "AWS::IoT::Certificate::Id" } },
};
const policy = (PolicyName: unknown) => ({ Type: "AWS::IoT::Policy", Properties: { PolicyName } });
const times = <T>(count: number, item: T) => Array.from({ length: count }, () => item);

function plan(body: object, parameters: Record<string, string> = {}): ProvisioningPlan {
	return evaluateTemplate(parseTemplateBody(JSON.stringify(body)), parameters, "c".repeat(64), defaultScope);
}

function configured(expression: unknown, parameters: Record<string, string> = {}): string | undefined {
	const Parameters = { P: { Type: "String", Default: "" } };
	const DeviceConfiguration = { value: expression };
	return plan({ Parameters, Resources: { certificate }, DeviceConfiguration }, parameters).deviceConfiguration.value;
}

describe("a template body that asks for more than it says", () => {
	it("resolves each resource once, however many references lead to it", () => {
		// 8 references in each of 15 policies: 8 ** 15 visits for whoever follows them all.
		const policies = Array.from({ length: 15 }, (_, level) => [
			`p${level}`,
			policy(level === 14 ? "" : { "Fn::Join": ["", times(8, { Ref: `p${level + 1}` })] }),
		]);
		const body = { Resources: { certificate, ...Object.fromEntries(policies) } };
		assert.ok(JSON.stringify(body).length < 3500);
		assert.deepEqual(new Set(plan(body).policies.map(({ policyName }) => policyName)), new Set([""]));
	});

	it("evaluates each variable of Fn::Sub once", () => {
		let nested: unknown = "";
		for (let level = 0; level < 60; level++) nested = { "Fn::Sub": ["${a}${a}", { a: nested }] };
		assert.equal(configured(nested), "");
	});

	it("is refused before it makes megabytes", () => {
		const limit = /the limit is 10240/;
		assert.throws(() => configured({ "Fn::Join": ["x".repeat(9000), times(50, "")] }), limit);
		const split = { "Fn::Split": [",", { Ref: "P" }] };
		assert.throws(() => configured({ "Fn::Join": ["x".repeat(9000), split] }, { P: ",".repeat(9000) }), limit);
		const many = /makes more than 131072 characters/;
		assert.throws(() => configured({ "Fn::Sub": "${P}".repeat(2000) }, { P: "x".repeat(5000) }), many);
		const DeviceConfiguration = Object.fromEntries(times(300, 0).map((_, index) => [`key${index}`, { Ref: "P" }]));
		const body = { Parameters: { P: { Type: "String" } }, Resources: { certificate }, DeviceConfiguration };
		assert.throws(() => plan(body, { P: "x".repeat(1000) }), many);
	});

	it("is refused when it is nested deeper than a template needs", () => {
		for (const [open, close] of [
			["[", "]"],
			['{"Fn::Join":["",[', "]]}"],
		] as const) {
			const nested = (levels: number) => `{"Resources":{"p":${open.repeat(levels)}${close.repeat(levels)}}}`;
			const levels = Math.floor(10_000 / (open.length + close.length));
			const refusal = { name: "InvalidRequestException", message: /nested more than 200 levels/ };
			assert.throws(() => parseTemplateBody(nested(levels)), refusal);
			assert.throws(() => parseTemplateBody(nested(50)), { message: /Resources\.p/ });
		}
	});

	it("keeps to its bounds, whatever its functions are", () => {
		const { expression } = fc.letrec<{ expression: unknown; list: unknown }>((tie) => ({
			expression: fc.oneof(
				{ depthSize: "medium", withCrossShrink: true },
				fc.string({ maxLength: 20 }),
				fc.constantFrom({ Ref: "P" }, { Ref: "p" }, { Ref: "certificate" }),
				fc.tuple(fc.string({ maxLength: 3 }), tie("list")).map((join) => ({ "Fn::Join": join })),
				fc.tuple(fc.nat(2), tie("list")).map((select) => ({ "Fn::Select": select })),
				fc
					.tuple(fc.integer({ min: 0, max: 40 }), tie("expression"))
					.map(([count, a]) => ({ "Fn::Sub": ["${a}${P}".repeat(count), { a }] })),
			),
			list: fc.oneof(
				fc.array(tie("expression"), { maxLength: 4 }),
				tie("expression").map((text) => ({ "Fn::Split": ["x", text] })),
			),
		}));
		fc.assert(
			fc.property(expression, expression, fc.nat(3000), (value, name, length) => {
				const body = {
					Parameters: { P: { Type: "String" } },
					Resources: { certificate, p: policy(name) },
					DeviceConfiguration: { a: value, b: value },
				};
				try {
					const made = plan(body, { P: "x".repeat(length) });
					for (const text of Object.values(made.deviceConfiguration)) assert.ok(text.length <= 10_240);
				} catch (error) {
					assert.ok(error instanceof ProvisioningRejection || error instanceof AwsError, String(error));
				}
			}),
		);
	});
});
