import assert from "node:assert/strict";
import type { ThingsmithEvent } from "../../../../host-tools/cli/operations/events.js";
import { createJsonRenderer } from "../../../../host-tools/cli/render/json-renderer.js";
import { createTextRenderer } from "../../../../host-tools/cli/render/text-renderer.js";
import { visibleEvent } from "../../../../host-tools/cli/render/visible-event.js";
import { FakeOutput } from "../../../support/fake-output.js";
import { hostile, hostileText } from "../../../support/hostile-text.js";

/** What comes from outside: topics, payloads, boards, servers, files of others. */
const events: readonly ThingsmithEvent[] = [
	{ event: "reading", thingName: hostileText, temperature: 21.5, timestamp: hostileText },
	{ event: "malformed", thingName: hostileText, topic: hostileText, message: hostileText },
	{ event: "failed", device: hostileText, code: hostileText, message: hostileText, next: hostileText },
	{ event: "gave-up", device: hostileText, code: hostileText, message: hostileText },
	{ event: "note", text: hostileText },
	{ event: "line", device: hostileText, text: hostileText },
	{ event: "raw", device: "USB0", text: hostileText },
	{ event: "step", device: hostileText, step: hostileText, detail: hostileText },
	{ event: "provisioned", device: hostileText, thingName: hostileText, certificateId: hostileText, milliseconds: 1 },
	{ event: "provision-step", device: hostileText, step: "online", milliseconds: 1, detail: hostileText, failed: true },
	{
		event: "inspected",
		source: hostileText,
		report: { content: "claim", settings: { parameters: { [hostileText]: hostileText } } },
	} as unknown as ThingsmithEvent,
];

function render(happened: ThingsmithEvent): string {
	const output = new FakeOutput({ columns: 80 });
	const context = {
		stdout: output,
		stderr: output,
		command: "thingsmith",
		env: { NO_COLOR: "1" },
		ask: undefined,
		askSecret: undefined,
		signal: new AbortController().signal,
	};
	const renderer = createTextRenderer(context, { counts: true });
	renderer.render(happened);
	renderer.close();
	return output.text;
}

describe("visibleEvent", () => {
	for (const happened of events) {
		it(`lets nothing of ${happened.event} command the terminal`, () => {
			const text = render(happened);
			assert.notEqual(text, "");
			assert.doesNotMatch(happened.event === "raw" ? text.replaceAll("\r", "") : text, hostile);
			const stdout = new FakeOutput();
			createJsonRenderer(stdout).render(happened);
			assert.doesNotMatch(stdout.text, hostile);
		});
	}

	it("lets only texts for people have several lines: a thing's name must not draw a second row", () => {
		const [heading, row, ...others] = render(events[0] as ThingsmithEvent)
			.trimEnd()
			.split("\n");
		assert.match(heading ?? "", /^thing /);
		assert.match(row ?? "", /^a/);
		assert.deepEqual(others, []);
		assert.deepEqual(visibleEvent({ event: "note", text: "one\ntwo" }), { event: "note", text: "one\ntwo" });
	});

	it("leaves what is no text as it is", () => {
		const happened = { event: "region", region: "app", offset: 1, size: 2, outcome: "planned" } as const;
		assert.deepEqual(visibleEvent(happened), happened);
	});
});
