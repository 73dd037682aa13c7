import assert from "node:assert/strict";
import { lintText } from "../../../../../host-tools/cloud/lint/lint-text.js";
import { lineCounter } from "../../../../../host-tools/cloud/lint/text/source-text.js";

const statement = (resource: string) =>
	`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iot:Subscribe","iot:Receive"],"Resource":["arn:aws:iot:us-east-1:123456789012:topic/x","${resource}"]}]}`;
const wrong = "arn:aws:iot:us-east-1:123456789012:thing/x";

/** What stands where the one finding is, and its path. */
function pointed(text: string): { readonly written: string; readonly path: string; readonly line: number } {
	const findings =
		lintText(text)?.findings.filter(({ rule, message }) => rule === "resource-kind" && message.includes("thing/x")) ??
		[];
	assert.equal(findings.length, 1, JSON.stringify(findings));
	const [{ range, path } = assert.fail()] = findings;
	return { written: text.slice(range.start, range.end), path, line: lineCounter(text)(range.start).line };
}

describe("places of findings", () => {
	it("in JSON", () => {
		assert.deepEqual(pointed(`\n${statement(wrong)}`), {
			written: `"${wrong}"`,
			path: "$.Statement[0].Resource[1]",
			line: 2,
		});
	});

	it("in JSON that is a text within JSON, escapes and all", () => {
		const text = JSON.stringify({
			policyName: "p",
			policyDocument: JSON.stringify(JSON.parse(statement(wrong)), undefined, 2),
		});
		const { written, path } = pointed(text);
		assert.equal(written, `\\"${wrong}\\"`);
		assert.equal(path, "$.policyDocument > $.Statement[0].Resource[1]");
	});

	it("in a block of YAML, behind Fn::Sub", () => {
		const text = `AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  P:\n    Type: AWS::IoT::Policy\n    Properties:\n      PolicyDocument: !Sub |\n        ${statement("arn:aws:iot:${AWS::Region}:1:thing/x")}\n`;
		const { written, path, line } = pointed(text);
		assert.equal(written, '"arn:aws:iot:${AWS::Region}:1:thing/x"');
		assert.equal(path, '$.Resources.P.Properties.PolicyDocument["Fn::Sub"] > $.Statement[0].Resource[1]');
		assert.equal(line, 7);
	});

	it("in a heredoc and in jsonencode of Terraform", () => {
		const heredoc = `resource "aws_iot_policy" "p" {\n  name = "p"\n  policy = <<-EOT\n    ${statement("arn:aws:iot:${var.region}:1:thing/x")}\n  EOT\n}\n`;
		assert.equal(pointed(heredoc).written, '"arn:aws:iot:${var.region}:1:thing/x"');
		assert.equal(pointed(heredoc).line, 4);
		const encoded = `resource "aws_iot_policy" "p" {\n  name = "p"\n  policy = jsonencode(${statement(wrong).replaceAll('":', '" = ')})\n}\n`;
		assert.deepEqual(pointed(encoded), {
			written: `"${wrong}"`,
			path: "$.resource.aws_iot_policy.p.policy.Statement[0].Resource[1]",
			line: 3,
		});
	});

	it("in Terraform's JSON, where every text is a template", () => {
		const policy = statement("arn:aws:iot:${var.region}:1:thing/x");
		const text = JSON.stringify({ resource: { aws_iot_policy: { p: { name: "p", policy } } } });
		assert.match(pointed(text).written, /var\.region/);
	});

	it("count lines from 1, columns in UTF-16 units", () => {
		const place = lineCounter("a\n😀b\n");
		assert.deepEqual([0, 2, 4, 5].map(place), [
			{ line: 1, column: 1 },
			{ line: 2, column: 1 },
			{ line: 2, column: 3 },
			{ line: 2, column: 4 },
		]);
	});
});
