import assert from "node:assert/strict";
import { parseLogLine } from "../../../../host-tools/board/monitor/device-log.js";

describe("parseLogLine", () => {
	it("takes a line of the log schema apart", () => {
		assert.deepEqual(parseLogLine('thingsmith {"level":"info","event":"state","from":"claimed","to":"connecting"}'), {
			kind: "event",
			level: "info",
			event: "state",
			fields: { from: "claimed", to: "connecting" },
		});
	});

	it("knows exceptions from other words of the SDK", () => {
		assert.equal(parseLogLine("# Exception: throw!").kind, "exception");
		assert.equal(parseLogLine("XS abort: unhandled exception").kind, "exception");
		assert.equal(parseLogLine("mqttClient error: unknown").kind, "sdk");
	});

	it("shows what only begins like a line of ours as it is", () => {
		for (const line of ["thingsmith {", "thingsmith 1", "thingsmith {}", "thingsmith null"]) {
			assert.deepEqual(parseLogLine(line), { kind: "sdk", text: line });
		}
	});

	it("gives no field that cannot be made a text or a number of", () => {
		const parsed = parseLogLine(
			'thingsmith {"level":"info","event":"x","a":{"toString":1,"valueOf":2},"b":[[]],"c":1,"d":null}',
		);
		assert.equal(parsed.kind, "event");
		if (parsed.kind !== "event") return;
		assert.deepEqual(parsed.fields, { a: '{"toString":1,"valueOf":2}', b: "[[]]", c: 1, d: null });
		for (const value of Object.values(parsed.fields)) assert.equal(typeof String(value), "string");
	});
});
