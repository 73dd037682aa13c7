import assert from "node:assert/strict";
import { hole, plainValue } from "../../../../../host-tools/cloud/lint/text/located.js";
import { parseHcl } from "../../../../../host-tools/cloud/lint/text/parse-hcl.js";

function bodyOf(text: string): unknown {
	const { blocks, problem } = parseHcl(`resource "a" "b" {\n${text}\n}\n`);
	assert.equal(problem, undefined);
	assert.deepEqual(
		blocks.map(({ type, labels }) => [type, ...labels]),
		[["resource", "a", "b"]],
	);
	return blocks[0] && plainValue(blocks[0].body);
}

describe("HCL", () => {
	it("is read as far as it needs no evaluation", () => {
		const body = bodyOf(`
			# a comment
			text = "a\\"\\u0041$\${b}\${c("}")}d" // another
			number = -1.5 /* and
			another */
			list = [1, true, null, "x",]
			object = { a = 1, "b" : 2
				c = "d" }
			block { inner = 1 }
			heredoc = <<-EOT
				first \${x}
				  second
			EOT
			`);
		assert.deepEqual(body, {
			text: `a"A\${b}${hole}d`,
			number: -1.5,
			list: [1, true, null, "x"],
			object: { a: 1, b: 2, c: "d" },
			block: { inner: 1 },
			heredoc: `first ${hole}\n  second\n`,
		});
	});

	it("has holes for whatever needs evaluation, and goes on behind it", () => {
		const body = bodyOf(`
			reference = a.b[0].c
			conditional = x ? { a = 1 } : file("}")
			sum = 1 + 2
			loop = [for x in y : "\${x}]"]
			nested = [a.b, 1 + 2, f(1, [2]), "x"]
			last = 1`);
		assert.deepEqual(body, {
			reference: hole,
			conditional: hole,
			sum: hole,
			loop: hole,
			nested: [hole, hole, hole, "x"],
			last: 1,
		});
	});

	it("that is broken ends with the place, and what stood before is there", () => {
		const { blocks, problem } = parseHcl('resource "a" "b" {}\nresource "c" {\n  x = "open\n}\n');
		assert.deepEqual(
			blocks.map(({ labels }) => labels),
			[["a", "b"]],
		);
		assert.match(problem?.says ?? "", /a string does not end/);
	});
});
