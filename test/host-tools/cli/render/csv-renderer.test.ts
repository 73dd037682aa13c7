import assert from "node:assert/strict";
import { createCsvRenderer } from "../../../../host-tools/cli/render/csv-renderer.js";
import { FakeOutput } from "../../../support/fake-output.js";

describe("createCsvRenderer", () => {
	it("writes a heading and a line a reading on stdout, and words on stderr", () => {
		const [stdout, stderr] = [new FakeOutput(), new FakeOutput()];
		const context = {
			stdout,
			stderr,
			command: "thingsmith",
			env: {},
			ask: undefined,
			askSecret: undefined,
			signal: new AbortController().signal,
		};
		const renderer = createCsvRenderer(context, () => new Date("2026-01-02T03:04:05.678Z"));
		renderer.render({ event: "reading", thingName: "a", temperature: -21.5, sequence: 7, missed: 2, duplicate: true });
		renderer.render({ event: "reading", thingName: '=b,"', temperature: 20, humidity: 45.5, pressure: 1013.25 });
		renderer.render({ event: "note", text: "hello" });
		renderer.close();
		assert.equal(
			stdout.text,
			[
				"received,thingName,temperature,humidity,pressure,sequence,timestamp,missed,duplicate,restarted",
				"2026-01-02T03:04:05.678Z,a,-21.5,,,7,,2,true,",
				`2026-01-02T03:04:05.678Z,"'=b,""",20,45.5,1013.25,,,,,`,
				"",
			].join("\r\n"),
		);
		assert.equal(stderr.text, "hello\n");
	});
});
