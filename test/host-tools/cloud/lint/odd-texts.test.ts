import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { mend } from "../../../../host-tools/cloud/lint/fix/mend.js";
import { lintText } from "../../../../host-tools/cloud/lint/lint-text.js";
import { defaultOptions } from "../../../../host-tools/cloud/lint/rules/rule.js";
import { repositoryRoot } from "../../../support/source-imports.js";

const fixtures = join(repositoryRoot, "test/fixtures/lint");

/** Every example, as something to damage. */
const examples = readdirSync(fixtures).flatMap((rule) =>
	readdirSync(join(fixtures, rule)).map((name) => readFileSync(join(fixtures, rule, name), "utf8")),
);

/** Findings have places within the text; what can be mended is mended, or a reason is given. Throws what the linter throws. */
function feed(text: string): void {
	const linted = lintText(text, { ...defaultOptions, flows: ["provisioning", "jobs", "shadow", "telemetry"] });
	for (const { range } of linted?.findings ?? []) {
		assert.ok(range.start >= 0 && range.start <= range.end && range.end <= text.length, JSON.stringify(range));
	}
	if (linted !== undefined) mend(text, linted.findings, defaultOptions);
}

const pieces = [
	"{",
	"}",
	"[",
	"]",
	'"',
	",",
	":",
	"\\",
	"${",
	"}",
	"\n",
	"!Sub ",
	"<<EOT\n",
	"&a ",
	"*a",
	"\ufeff",
	"\u0000",
	"\ud800",
	"- ",
	"null",
];

describe("odd texts", () => {
	it("of any JSON are looked at, or are none of the kinds", () => {
		fc.assert(
			fc.property(fc.json({ maxDepth: 6 }), (text) => feed(text)),
			{ numRuns: 500 },
		);
	});

	it("of JSON with the members that documents have, and values that they should not have", () => {
		const name = fc.constantFrom(
			...["Version", "Statement", "Effect", "Action", "Resource", "NotResource", "Condition", "Principal", "Bool"],
			...[
				"Parameters",
				"Resources",
				"Type",
				"Properties",
				"OverrideSettings",
				"CertificateId",
				"Ref",
				"Fn::Sub",
				"Fn::Join",
			],
			...[
				"behaviors",
				"name",
				"metric",
				"criteria",
				"value",
				"durationSeconds",
				"templateBody",
				"policyDocument",
				"document",
			],
			...[
				"resource",
				"aws_iot_policy",
				"AWSTemplateFormatVersion",
				"Outputs",
				"__proto__",
				"constructor",
				"toString",
				"operation",
			],
		);
		const leaf = fc.oneof(
			fc.constantFrom(
				"Allow",
				"iot:*",
				"iot:Connect",
				"arn:aws:iot:a:b:topic/${iot:ClientId}",
				"AWS::IoT::Thing",
				"AWS::IoT::Policy",
			),
			fc.constantFrom(
				"AWS::IoT::ProvisioningTemplate",
				"aws:num-messages-sent",
				"${",
				"${aws:iot:x}",
				"constructor",
				"__proto__",
			),
			fc.string({ maxLength: 8 }),
			fc.integer(),
			fc.boolean(),
			fc.constant(null),
		);
		const { tree } = fc.letrec((tie) => ({
			tree: fc.oneof(
				{ maxDepth: 5, depthSize: "medium" },
				leaf,
				fc.array(tie("tree"), { maxLength: 3 }),
				fc.dictionary(name, tie("tree"), { maxKeys: 5 }),
			),
		}));
		fc.assert(
			fc.property(fc.dictionary(name, tree, { minKeys: 1, maxKeys: 6 }), (document) => {
				feed(JSON.stringify(document));
				feed(JSON.stringify({ policyDocument: JSON.stringify(document), templateBody: JSON.stringify(document) }));
			}),
			{ numRuns: 1000 },
		);
	});

	it("of damaged examples in every language", () => {
		const damage = fc.record({
			example: fc.nat(examples.length - 1),
			cuts: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(12), fc.constantFrom("", ...pieces)), {
				maxLength: 4,
			}),
		});
		fc.assert(
			fc.property(damage, ({ example, cuts }) => {
				let text = examples[example] ?? "";
				for (const [where, length, piece] of cuts) {
					const at = Math.floor(where * text.length);
					text = text.slice(0, at) + piece + text.slice(at + length);
				}
				feed(text);
			}),
			{ numRuns: 2000 },
		);
	});

	it("that are nested or repeated beyond all reason are refused or bounded", () => {
		feed("[".repeat(100_000));
		feed(`{"a":`.repeat(100_000));
		feed("- ".repeat(20_000));
		feed(
			`a: &a [x]\n${Array.from({ length: 40 }, (_, at) => `b${at}: &b${at} [*${at === 0 ? "a" : `b${at - 1}`}, *${at === 0 ? "a" : `b${at - 1}`}]`).join("\n")}\n`,
		);
		feed("a: &a [*a]\n");
		feed(`resource "a" "b" {\n${"x = [".repeat(50_000)}`);
		feed(`x = ${"(".repeat(50_000)}\nresource "a" "b" {}`);
		feed(
			JSON.stringify({
				Version: "2012-10-17",
				Statement: [
					{ Effect: "Allow", Action: "iot:Connect", Resource: `arn:aws:iot:a:b:client/${"*a".repeat(100_000)}` },
				],
			}),
		);
	});
});
