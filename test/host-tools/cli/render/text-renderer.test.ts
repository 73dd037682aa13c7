import assert from "node:assert/strict";
import { createTextRenderer } from "../../../../host-tools/cli/render/text-renderer.js";
import { FakeOutput } from "../../../support/fake-output.js";

const reading = {
	event: "reading",
	thingName: "thing-1",
	temperature: 21.5,
	sequence: 17,
	timestamp: "2026-01-02T03:04:05.678Z",
} as const;
const failed = { event: "failed", code: "port-busy", message: "Port 1 is in use", next: "take another" } as const;

function render(options: { terminal: boolean; quiet?: boolean; env?: Record<string, string> }) {
	const size = options.terminal ? { columns: 80 } : {};
	const [stdout, stderr] = [new FakeOutput(size), new FakeOutput(size)];
	const context = {
		stdout,
		stderr,
		env: options.env ?? {},
		command: "thingsmith",
		ask: undefined,
		askSecret: undefined,
		signal: new AbortController().signal,
	};
	return { stdout, stderr, renderer: createTextRenderer(context, { counts: false, quiet: options.quiet ?? false }) };
}

describe("createTextRenderer", () => {
	it("writes readings as lines on stdout and words on stderr without a terminal, and no control characters", () => {
		const { stdout, stderr, renderer } = render({ terminal: false });
		renderer.render(reading);
		renderer.render({ ...reading, missed: 2 });
		renderer.render(failed);
		renderer.close();
		assert.deepEqual(stdout.lines, [
			"thing-1  21.50 °C  #17  2026-01-02T03:04:05.678Z",
			"thing-1  21.50 °C  #17  2026-01-02T03:04:05.678Z  (2 missed before)",
		]);
		assert.deepEqual(stderr.lines, ["Failed: Port 1 is in use (port-busy)", "Next: take another"]);
	});

	it("leaves the table's last state on a terminal", () => {
		const { stdout, renderer } = render({ terminal: true });
		renderer.render(reading);
		renderer.close();
		assert.match(stdout.text, /^thing +°C .*\nthing-1 +21\.50 +1 +21\.50 +▁ +21\.50\n$/);
	});

	it("takes the table away before words and draws it again below", () => {
		const { stdout, renderer } = render({ terminal: true });
		renderer.render(reading);
		renderer.close();
		const before = stdout.text.length;
		renderer.render({ event: "note", text: "hello" });
		renderer.close();
		assert.ok(stdout.text.slice(before).startsWith("\x1b[2A\r\x1b[0Jthing "));
	});

	it("says what came of it and not how, when it is to be quiet", () => {
		const { stdout, stderr, renderer } = render({ terminal: false, quiet: true });
		const step = { event: "provision-step", device: "b", step: "wake", milliseconds: 1, detail: "" } as const;
		for (const how of [step, { event: "step", device: "b", step: "retry", detail: "" } as const, reading]) {
			renderer.render(how);
		}
		renderer.render(failed);
		renderer.close();
		assert.equal(stdout.text, "");
		assert.deepEqual(stderr.lines, ["Failed: Port 1 is in use (port-busy)", "Next: take another"]);
	});

	it("colours words on a terminal, but not with NO_COLOR", () => {
		const coloured = render({ terminal: true });
		coloured.renderer.render(failed);
		assert.ok(coloured.stderr.text.includes("\x1b[31m"));
		const plain = render({ terminal: true, env: { NO_COLOR: "1" } });
		plain.renderer.render(failed);
		assert.equal(plain.stderr.text.includes("\x1b"), false);
	});
});
