import assert from "node:assert/strict";
import { lintText } from "../../../../host-tools/cloud/lint/lint-text.js";

const device = {
	Version: "2012-10-17",
	Statement: [
		{
			Effect: "Allow",
			Action: "iot:Publish",
			Resource: "arn:${partition}:iot:${region}:${account_id}:topic/dt/$${iot:Connection.Thing.ThingName}/*",
		},
	],
};

function found(document: unknown) {
	const linted = lintText(typeof document === "string" ? document : JSON.stringify(document));
	return linted && { kinds: linted.kinds, rules: linted.findings.map(({ rule }) => rule) };
}

describe("documents are recognised by what they hold:", () => {
	it("what templatefile completes is read as what Terraform makes of it", () => {
		assert.deepEqual(found(device), { kinds: ["policy"], rules: [] });
	});

	it("an expression alone in Terraform's JSON is not known", () => {
		const policy = '${templatefile("${path.module}/device.json", { region = var.region })}';
		const document = { resource: { aws_iot_policy: { device: { name: "device", policy } } } };
		assert.deepEqual(found(document), { kinds: ["terraform", "named"], rules: [] });
	});

	it("aws_iam_policy_document of Terraform is a policy", () => {
		const data = `data "aws_iam_policy_document" "device" {
			statement {
				actions   = ["iot:Connect"]
				resources = ["arn:aws:iot:*:*:client/&{iot:ClientId}"]
				condition {
					test     = "Bool"
					variable = "iot:Connection.Thing.IsAttached"
					values   = ["true"]
				}
			}
			statement {
				actions   = ["iot:Subscribe"]
				resources = ["arn:aws:iot:*:*:topic/x"]
			}
		}`;
		assert.deepEqual(found(data), {
			kinds: ["terraform", "policy"],
			rules: ["subscribe-without-receive", "resource-kind"],
		});
	});

	it("a list of behaviours, a job document and the input of CreateJob", () => {
		const behavior = {
			name: "a",
			metric: "aws:num-disconnects",
			criteria: { comparisonOperator: "less-than", value: { count: 1 }, durationSeconds: 300 },
		};
		assert.deepEqual(found([behavior]), { kinds: ["behaviors", "named"], rules: [] });
		assert.deepEqual(found({ operation: "reboot" }), { kinds: ["job"], rules: [] });
		const job = { jobId: "a b", targets: [], document: JSON.stringify({ url: "${aws:iot:nothing}" }) };
		assert.deepEqual(found(job), { kinds: ["job", "named"], rules: ["name-invalid", "job-placeholder"] });
	});

	it("a hook in CloudFormation is seen by the template that it is for", () => {
		const stack = (hook: object) => ({
			AWSTemplateFormatVersion: "2010-09-09",
			Resources: {
				Template: {
					Type: "AWS::IoT::ProvisioningTemplate",
					Properties: {
						ProvisioningRoleArn: "arn:aws:iam::123456789012:role/p",
						TemplateBody: JSON.stringify({
							Parameters: { Name: { Type: "String" } },
							Resources: {
								thing: { Type: "AWS::IoT::Thing", Properties: { ThingName: { Ref: "Name" } } },
								certificate: {
									Type: "AWS::IoT::Certificate",
									Properties: { CertificateId: { Ref: "AWS::IoT::Certificate::Id" } },
								},
							},
						}),
						...hook,
					},
				},
			},
		});
		assert.deepEqual(found(stack({}))?.rules, ["template-takeover"]);
		const hook = { TargetArn: { "Fn::GetAtt": ["Hook", "Arn"] }, PayloadVersion: "2020-04-01" };
		assert.deepEqual(found(stack({ PreProvisioningHook: hook }))?.rules, []);
	});

	it("what is none of them is none", () => {
		for (const text of [
			"",
			"  ",
			"{}",
			"[]",
			"null",
			'{"name":"x","version":"1"}',
			"a: 1\n",
			"plain words",
			"// a comment\n",
			"x { }\n",
		]) {
			assert.equal(found(text), undefined, text);
		}
	});
});
