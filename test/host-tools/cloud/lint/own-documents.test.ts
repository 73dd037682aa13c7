import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { starterNames, starterProperties } from "../../../../host-tools/cloud/account/starter-template.js";
import { lintText } from "../../../../host-tools/cloud/lint/lint-text.js";
import { defaultOptions } from "../../../../host-tools/cloud/lint/rules/rule.js";
import { concrete } from "../../../../host-tools/cloud/model/concrete.js";
import { claimPolicy } from "../../../../host-tools/cloud/model/device-policies.js";
import { readRoot, repositoryRoot } from "../../../support/source-imports.js";

const place = { partition: "aws", region: "eu-central-1", accountId: "123456789012" };

function found(text: string, flows: readonly string[] = []): readonly string[] {
	const linted = lintText(text, { ...defaultOptions, flows });
	assert.ok(linted, "it is none of the kinds that are looked at");
	return linted.findings.map(({ rule, path, message }) => `${rule} ${path}: ${message}`);
}

describe("cloud lint finds nothing in our own documents:", () => {
	for (const name of readdirSync(join(repositoryRoot, "docs/aws")).filter((one) => one.endsWith(".json"))) {
		it(`docs/aws/${name}`, () => {
			assert.deepEqual(found(readRoot(`docs/aws/${name}`)), []);
		});
	}

	it("the starter policy, which is enough for readings, jobs, shadows and a new certificate", () => {
		const { PolicyDocument } = starterProperties<{ PolicyDocument: object }>("DevicePolicy", place);
		assert.deepEqual(found(JSON.stringify(PolicyDocument), ["telemetry", "jobs", "shadow", "provisioning-csr"]), []);
	});

	it("the starter template, as its body and as the input of CreateProvisioningTemplate", () => {
		const { TemplateBody } = starterProperties<{ TemplateBody: string }>("FleetTemplate", place);
		assert.deepEqual(found(TemplateBody), []);
		const input = {
			templateName: starterNames.templateName,
			templateBody: TemplateBody,
			provisioningRoleArn: "arn:aws:iam::123456789012:role/p",
		};
		assert.deepEqual(found(JSON.stringify(input)), []);
	});

	it("the policy of claims, which is enough for both ways to provision", () => {
		assert.deepEqual(
			found(JSON.stringify(concrete(claimPolicy("thingsmith", "thingsmith"), place)), ["provisioning"]),
			[],
		);
	});
});
