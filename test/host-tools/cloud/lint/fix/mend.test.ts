import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { applyEdits } from "../../../../../host-tools/cloud/lint/fix/apply-edits.js";
import { mend } from "../../../../../host-tools/cloud/lint/fix/mend.js";
import { lintText } from "../../../../../host-tools/cloud/lint/lint-text.js";
import { defaultOptions } from "../../../../../host-tools/cloud/lint/rules/rule.js";
import { allRules } from "../../../../../host-tools/cloud/lint/rules/rules.js";
import { repositoryRoot } from "../../../../support/source-imports.js";

const fixtures = join(repositoryRoot, "test/fixtures/lint");

function example(rule: string, kind: "bad" | "good"): string {
	const file = readdirSync(join(fixtures, rule)).find((name) => name.startsWith(`${kind}.`));
	return readFileSync(join(fixtures, rule, file ?? ""), "utf8");
}

function mended(text: string) {
	return mend(text, lintText(text)?.findings ?? [], defaultOptions);
}

const policy = (statement: string) => `{\n\t"Version": "2012-10-17",\n\t"Statement": [\n${statement}\n\t]\n}\n`;
const arn = "arn:aws:iot:us-east-1:123456789012";

describe("mending", () => {
	for (const { id } of allRules.filter(({ isMended }) => isMended === true)) {
		it(`of ${id} leaves nothing to find, and every line but those that were wrong`, () => {
			const before = example(id, "bad");
			const { text, changes, why } = mended(before);
			assert.equal(why, undefined);
			assert.ok(text);
			assert.ok(changes.length > 0);
			assert.deepEqual(lintText(text)?.findings, []);
			const lines = text.split("\n");
			const touched = before.split("\n").filter((line) => !lines.includes(line));
			assert.ok(touched.length <= changes.length, touched.join("\n"));
		});
	}

	it("offers nothing for the other rules", () => {
		const others = allRules.filter(({ isMended }) => isMended !== true).map(({ id }) => id);
		const able = others.filter((id) =>
			(lintText(example(id, "bad"))?.findings ?? []).some(({ fix }) => fix !== undefined),
		);
		assert.deepEqual(able, []);
	});

	it("of several at once keeps the formatting", () => {
		const before = policy(`\t\t{
			"Effect": "Allow",
			"Action": "iot:Connect",
			"Resource": "${arn}:client/*"
		},
		{ "Effect": "Allow", "Action": ["iot:Subscribe"], "Resource": "arn:aws:us-east-1:123456789012:topicfilter/a", },
		{ "Effect": "Allow", "Action": ["iot:Receive"], "Resource": "${arn}:topicfilter/a" }`);
		const after = policy(`\t\t{
			"Effect": "Allow",
			"Action": "iot:Connect",
			"Resource": "${arn}:client/*",
			"Condition": { "Bool": { "iot:Connection.Thing.IsAttached": "true" } }
		},
		{ "Effect": "Allow", "Action": ["iot:Subscribe"], "Resource": "${arn}:topicfilter/a" },
		{ "Effect": "Allow", "Action": ["iot:Receive"], "Resource": "${arn}:topic/a" }`);
		assert.equal(mended(before).text, after);
	});

	it("leaves a file alone of which something else leaves open what it means", () => {
		const ambiguous = policy(`\t\t{ "Effect": "allow", "Action": "iot:Subscribe", "Resource": "${arn}:topic/a" }`);
		const { text, why } = mended(ambiguous);
		assert.equal(text, undefined);
		assert.match(why ?? "", /^policy-malformed has to be mended first/);
	});

	it("leaves a resource alone that several actions could mean", () => {
		const { text, changes } = mended(
			policy(`\t\t{ "Effect": "Allow", "Action": ["iot:Subscribe", "iot:Receive"], "Resource": "${arn}:topic/a" }`),
		);
		assert.deepEqual([text, changes], [undefined, []]);
	});

	it("within a text of JSON escapes nothing wrongly", () => {
		const document = JSON.stringify({
			Version: "2012-10-17",
			Statement: [
				{ Effect: "Allow", Action: "iot:Subscribe", Resource: `${arn}:topic/a` },
				{ Effect: "Allow", Action: "iot:Receive", Resource: `${arn}:topic/a` },
			],
		});
		const { text } = mended(JSON.stringify({ policyName: "p", policyDocument: document }));
		assert.ok(text);
		const after = JSON.parse(JSON.parse(text).policyDocument);
		assert.equal(after.Statement[0].Resource, `${arn}:topicfilter/a`);
	});
});

describe("edits", () => {
	const at = (start: number, end: number, text: string) => ({ range: { start, end }, text });

	it("are made in the order of their places, the same twice once", () => {
		assert.equal(applyEdits("abc", [at(2, 3, "C"), at(0, 1, "A"), at(0, 1, "A")]), "AbC");
	});

	it("of the same place are refused", () => {
		assert.equal(applyEdits("abc", [at(0, 2, "x"), at(1, 3, "y")]), undefined);
		assert.equal(applyEdits("abc", [at(1, 1, "x"), at(1, 1, "y")]), undefined);
	});
});
