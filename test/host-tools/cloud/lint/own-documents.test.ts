import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import {
	devicePolicy,
	starterNames,
	starterTemplate,
	templateBody,
} from "../../../../host-tools/cloud/account/starter-template.js";
import { lintText } from "../../../../host-tools/cloud/lint/lint-text.js";
import { defaultOptions } from "../../../../host-tools/cloud/lint/rules/rule.js";
import { concrete } from "../../../../host-tools/cloud/model/concrete.js";
import { claimPolicy } from "../../../../host-tools/cloud/model/device-policies.js";
import { readRoot, repositoryRoot } from "../../../support/source-imports.js";

const place = { region: "eu-central-1", accountId: "123456789012" };

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

	it("the starter policy, which is enough for readings", () => {
		assert.deepEqual(found(JSON.stringify(devicePolicy(place)), ["telemetry"]), []);
	});

	it("the starter template, as its body and as the input of CreateProvisioningTemplate", () => {
		assert.deepEqual(found(JSON.stringify(templateBody(starterNames))), []);
		assert.deepEqual(found(JSON.stringify(starterTemplate({ ...starterNames, ...place }))), []);
	});

	it("the policy of claims, which is enough for both ways to provision", () => {
		const policy = concrete(claimPolicy("thingsmith", "thingsmith"), { partition: "aws", ...place });
		assert.deepEqual(found(JSON.stringify(policy), ["provisioning"]), []);
	});
});
