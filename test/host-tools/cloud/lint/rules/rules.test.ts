import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lintText } from "../../../../../host-tools/cloud/lint/lint-text.js";
import { defaultOptions } from "../../../../../host-tools/cloud/lint/rules/rule.js";
import { allRules } from "../../../../../host-tools/cloud/lint/rules/rules.js";
import { repositoryRoot } from "../../../../support/source-imports.js";

const fixtures = join(repositoryRoot, "test/fixtures/lint");

/** Rules that look only where they are told to. */
const flows: Readonly<Record<string, readonly string[]>> = { "flow-telemetry": ["telemetry"] };

function rulesFound(rule: string, kind: "bad" | "good"): readonly string[] {
	const file = readdirSync(join(fixtures, rule)).find((name) => name.startsWith(`${kind}.`));
	assert.ok(file, `${rule} has no ${kind} example`);
	const options = { ...defaultOptions, flows: flows[rule] ?? [] };
	const linted = lintText(readFileSync(join(fixtures, rule, file), "utf8"), options);
	assert.ok(linted, `${rule}/${file} is none of the kinds that are looked at`);
	assert.deepEqual(linted.notes, []);
	return [...new Set(linted.findings.map((finding) => finding.rule))];
}

describe("the rules of cloud lint", () => {
	it("have examples each, and no example is of a rule that there is not", () => {
		assert.deepEqual(readdirSync(fixtures).sort(), allRules.map(({ id }) => id).sort());
	});

	for (const { id } of allRules) {
		it(`${id} finds its bad example, where no other rule finds anything, and passes the good one`, () => {
			assert.deepEqual(rulesFound(id, "bad"), [id]);
			assert.deepEqual(rulesFound(id, "good"), []);
		});
	}
});
