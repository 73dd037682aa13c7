import assert from "node:assert/strict";
import { ReadingsTable } from "../../../../host-tools/cli/render/readings-table.js";

const reading = (thingName: string, temperature: number) => ({ event: "reading", thingName, temperature }) as const;

/** Lines with single spaces: columns are told apart by their order. */
const plain = (lines: readonly string[]) => lines.map((line) => line.trim().replaceAll(/ +/g, " "));

describe("ReadingsTable", () => {
	it("shows a line a thing, sorted by name, with the latest temperature, the ends of the scale and the plot", () => {
		const table = new ReadingsTable({ counts: false });
		table.add(reading("b", 20), 0);
		table.add(reading("a", 15), 0);
		table.add(reading("a", 25.5), 0);
		assert.deepEqual(plain(table.lines(60, 10, 0)), [
			"thing °C readings min one bar a reading max",
			"a 25.50 2 15.00 ▁█ 25.50",
			"b 20.00 1 20.00 ▁ 20.00",
		]);
	});

	it("shows humidity and pressure where a thing measures them", () => {
		const table = new ReadingsTable({ counts: false });
		table.add({ ...reading("a", 20), humidity: 45.67, pressure: 1013.25 }, 0);
		table.add(reading("b", 21), 0);
		const [heading, first, second] = plain(table.lines(100, 10, 0));
		assert.match(heading ?? "", /^thing °C % hPa readings/);
		assert.match(first ?? "", /^a 20\.00 45\.7 1013\.3 1 /);
		assert.match(second ?? "", /^b 21\.00 - - 1 /);
	});

	it("counts what was missed, came twice or was malformed", () => {
		const table = new ReadingsTable({ counts: true });
		table.add({ ...reading("a", 20), missed: 3 }, 0);
		assert.match(plain(table.lines(100, 10, 0))[0] ?? "", /seen readings missed min/);
		table.add({ ...reading("a", 20), duplicate: true }, 0);
		table.add({ ...reading("a", 20), missed: -1 }, 0);
		table.addMalformed("a");
		const [heading, row] = plain(table.lines(100, 10, 0));
		assert.match(heading ?? "", /seen readings missed duplicates malformed min/);
		assert.match(row ?? "", /^a 20\.00 0 s 2 2 1 1 20\.00 /);
	});

	it("shows how long ago a thing was heard, and marks it while it is silent", () => {
		const table = new ReadingsTable({ counts: true });
		table.add(reading("a", 20), 0);
		const row = (nowMs: number) => plain(table.lines(100, 10, nowMs))[1] ?? "";
		assert.match(row(119_000), /^a 20\.00 119 s 1/);
		table.markSilent("a");
		assert.match(row(125_000), /^a 20\.00 silent 2 min 1/);
		assert.match(row(7_300_000), /^a 20\.00 silent 2 h 1/);
		table.add(reading("a", 20), 8_000_000);
		assert.match(row(8_001_000), /^a 20\.00 1 s 2/);
	});

	it("keeps its columns narrow whatever a thing sends", () => {
		const table = new ReadingsTable({ counts: false });
		table.add({ ...reading("a", -1e300), humidity: 1e300, pressure: 5e-324 }, 0);
		assert.match(plain(table.lines(79, 10, 0))[1] ?? "", /^a -1\.0e\+300 1\.0e\+300 0\.0 1 -1\.0e\+300 ▁ -1\.0e\+300$/);
	});

	it("never makes a line wider or a block higher than it may be", () => {
		const table = new ReadingsTable({ counts: true });
		for (let thing = 0; thing < 300; thing += 1) {
			for (let count = 0; count < 100; count += 1) table.add(reading(`thing-with-a-long-name-日本-${thing}`, count), 0);
		}
		for (const [width, height] of [
			[50, 8],
			[200, 3],
			[10, 2],
			[80, 1],
		] as const) {
			const lines = table.lines(width, height, 0);
			assert.equal(lines.length, height);
			assert.ok(lines.every((line) => line.length <= width));
			assert.doesNotMatch(lines.join(""), /[日本]/);
		}
		assert.equal(table.lines(50, 8, 0).at(-1), "… and 294 more");
	});
});
