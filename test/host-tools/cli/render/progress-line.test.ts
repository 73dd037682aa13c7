import assert from "node:assert/strict";
import { progressText } from "../../../../host-tools/cli/render/progress-line.js";
import { createTextRenderer } from "../../../../host-tools/cli/render/text-renderer.js";
import { FakeOutput } from "../../../support/fake-output.js";

const flashing = { event: "flashing", region: "firmware", written: 51_200, size: 102_400 } as const;
const region = { event: "region", region: "firmware", offset: 0x10000, size: 102_400, outcome: "written" } as const;

function render(columns?: number) {
	const [stdout, stderr] = [new FakeOutput(), new FakeOutput(columns === undefined ? {} : { columns })];
	const signal = new AbortController().signal;
	return {
		stdout,
		stderr,
		renderer: createTextRenderer(
			{ stdout, stderr, command: "thingsmith", env: { NO_COLOR: "1" }, signal, ask: undefined, askSecret: undefined },
			{ counts: false },
		),
	};
}

describe("the progress of flashing", () => {
	it("is a bar with a share and sizes", () => {
		assert.match(progressText(flashing), /^firmware +█{15}░{15} +50 % +50 KB of 100 KB$/);
		assert.match(progressText({ ...flashing, written: 0, size: 0 }), /100 %/);
	});

	it("is quiet without a terminal", () => {
		const { stdout, stderr, renderer } = render();
		renderer.render(flashing);
		renderer.render({ ...region, milliseconds: 1234 });
		renderer.close();
		assert.equal(stdout.text, "");
		assert.deepEqual(stderr.lines, ["firmware          0x10000   100 KB  written and verified in 1.2 s"]);
	});

	it("leaves no bar behind on a terminal", () => {
		const { stderr, renderer } = render(80);
		renderer.render(flashing);
		renderer.render(region);
		renderer.close();
		assert.match(stderr.text.split("\x1b[0J").at(-1) ?? "", /^firmware .*written/);
		assert.equal((stderr.text.split("\x1b[0J").at(-1) ?? "").includes("█"), false);
	});
});
