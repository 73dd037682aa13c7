import assert from "node:assert/strict";
import { OddBench } from "./odd-bench.js";
import { oddCommands } from "./odd-commands.js";

describe("a wrong or odd command", () => {
	let bench: OddBench;

	before(async () => {
		bench = await OddBench.start();
	});

	after(() => bench.close());

	it("is one of more than a hundred, each another one", () => {
		const lines = oddCommands.map(([line, , , env]) => JSON.stringify([line, env]));
		assert.ok(lines.length > 110);
		assert.equal(new Set(lines).size, lines.length);
	});

	for (const [line, code, words, env] of oddCommands) {
		const variables = Object.entries(env ?? {}).map(([name, value]) => `${name}=${value} `);
		it(`is told what is wrong and what to do: ${variables.join("")}thingsmith ${line}`, async () => {
			const answer = await bench.run(line, env);
			assert.ok(answer.stderr.includes(words), answer.stderr);
			assert.equal(answer.code, code, answer.stderr);
			assert.match(answer.stderr, /^(Failed|error): /m);
			assert.match(answer.stderr, /^Next: \S|\(--help says more\)/m);
			assert.doesNotMatch(answer.stderr, /\(internal\)|Unexpected:/);
		});
	}
});
