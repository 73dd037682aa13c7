import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { desiredState } from "../../../../host-tools/cloud/model/desired-state.js";
import { parseProject } from "../../../../host-tools/cloud/project/read-project.js";
import { lambdaPath } from "../../../support/lambda.js";
import { readRoot, repositoryRoot } from "../../../support/source-imports.js";

/** Characters: what CloudFormation takes inline. */
const longest = 4096;

describe("functions that run in an account", () => {
	it("are there for each that the model has", async () => {
		const everything = JSON.stringify({ serialNumbers: "table" });
		const model = desiredState(await parseProject(everything, "thingsmith.json"));
		const sources = model
			.filter(({ type }) => type === "AWS::Lambda::Function")
			.map(({ properties }) => lambdaPath((properties.Code as unknown as { Source: string }).Source));
		const files = readdirSync(join(repositoryRoot, "host-tools/cloud/lambdas"));
		const missing = sources.filter((path) => !files.some((file) => path.endsWith(`/${file}`)));
		assert.deepEqual(missing, []);
		assert.equal(new Set(sources).size, 3);
	});

	for (const name of ["serial-number-hook", "rotation-hook", "expiry-monitor"]) {
		it(`${name} fits into a template, and needs nothing but the runtime's SDK`, () => {
			const source = readRoot(lambdaPath(name));
			assert.ok(source.length <= longest, String(source.length));
			const required = [...source.matchAll(/require\("([^"]+)"\)/g)].map(([, wanted = ""]) => wanted);
			assert.deepEqual(
				required.filter((one) => !one.startsWith("@aws-sdk/client-")),
				[],
			);
			assert.doesNotMatch(source, /\bimport\b/);
		});
	}
});
