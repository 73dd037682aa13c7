import assert from "node:assert/strict";
import { createJsonRenderer } from "../../../../host-tools/cli/render/json-renderer.js";
import { FakeOutput } from "../../../support/fake-output.js";

describe("createJsonRenderer", () => {
	const now = () => new Date("2026-01-02T03:04:05.678Z");

	it("writes an event as one line, with its time", () => {
		const stdout = new FakeOutput();
		createJsonRenderer(stdout, now).render({ event: "state", device: "device-1", from: "claimed", to: "connecting" });
		assert.equal(
			stdout.text,
			'{"event":"state","time":"2026-01-02T03:04:05.678Z","device":"device-1","from":"claimed","to":"connecting"}\n',
		);
	});

	it("leaves out what is for people", () => {
		const stdout = new FakeOutput();
		const renderer = createJsonRenderer(stdout, now);
		renderer.render({ event: "step", device: "device-1", step: "claim.found", detail: "" });
		renderer.render({ event: "note", text: "hello" });
		assert.equal(stdout.text, "");
	});
});
