import assert from "node:assert/strict";
import { createReadingReporter } from "../../../../host-tools/cloud/watch/reading-reporter.js";
import { SilenceMonitor } from "../../../../host-tools/cloud/watch/silence-monitor.js";
import { parseTopicTemplate } from "../../../../host-tools/cloud/watch/topic-template.js";
import type { WatchEvent } from "../../../../host-tools/cloud/watch/watch-events.js";

const bytes = (text: string) => new TextEncoder().encode(text);
const json = (sequence: number, second: number) =>
	bytes(
		JSON.stringify({ temperature: 20, unit: "celsius", sequence, timestamp: new Date(second * 1000).toISOString() }),
	);

function reporter() {
	const events: WatchEvent[] = [];
	const template = parseTopicTemplate("{thingName}/temperature");
	const report = createReadingReporter(template, (event) => events.push(event), new SilenceMonitor(template.filter));
	return { events, report };
}

describe("createReadingReporter", () => {
	it("follows each thing's sequence by itself", () => {
		const { events, report } = reporter();
		report("a/temperature", json(1, 1));
		report("b/temperature", json(7, 1));
		report("a/temperature", json(4, 4));
		report("b/temperature", json(7, 1));
		report("a/temperature", json(1, 9));
		const remarks = events.map((event) => {
			assert.equal(event.event, "reading");
			const { thingName, missed, duplicate, restarted } = event as Extract<WatchEvent, { event: "reading" }>;
			return [thingName, missed, duplicate, restarted];
		});
		assert.deepEqual(remarks, [
			["a", undefined, undefined, undefined],
			["b", undefined, undefined, undefined],
			["a", 2, undefined, undefined],
			["b", undefined, true, undefined],
			["a", undefined, undefined, true],
		]);
	});

	it("reports what is no reading, without quoting it", () => {
		const { events, report } = reporter();
		report("a/temperature", bytes("SECRET"));
		assert.deepEqual(events, [
			{ event: "malformed", thingName: "a", topic: "a/temperature", message: "neither a number nor JSON" },
		]);
	});

	it("ignores topics of others", () => {
		const { events, report } = reporter();
		report("a/humidity", bytes("1"));
		assert.deepEqual(events, []);
	});
});
