import assert from "node:assert/strict";
import { ReadingsTable } from "../../../../host-tools/cli/render/readings-table.js";

const reading = (thingName: string, temperature: number) => ({ event: "reading", thingName, temperature }) as const;

describe("ReadingsTable", () => {
	it("shows a line a thing, sorted by name, with the latest temperature and the plot", () => {
		const table = new ReadingsTable({ counts: false });
		table.add(reading("b", 20));
		table.add(reading("a", 15));
		table.add(reading("a", 25.5));
		const [first, second] = table.lines(60, 10).map((line) => line.replaceAll(/ +/g, " "));
		assert.equal(first, "a 25.50 °C ▁█ 2 readings");
		assert.equal(second, "b 20.00 °C ▁ 1 reading");
	});

	it("counts what was missed, came twice or was malformed", () => {
		const table = new ReadingsTable({ counts: true });
		table.add({ ...reading("a", 20), missed: 3 });
		table.add({ ...reading("a", 20), duplicate: true });
		table.add({ ...reading("a", 20), missed: -1 });
		table.addMalformed("a");
		assert.match(table.lines(100, 10)[0] ?? "", /2 readings {2}missed 2 {2}duplicates 1 {2}malformed 1$/);
	});

	it("never makes a line wider or a block higher than it may be", () => {
		const table = new ReadingsTable({ counts: true });
		for (let thing = 0; thing < 300; thing += 1) {
			for (let count = 0; count < 100; count += 1) table.add(reading(`thing-with-a-long-name-${thing}`, count));
		}
		const lines = table.lines(50, 8);
		assert.equal(lines.length, 8);
		assert.ok(lines.every((line) => line.length <= 50));
		assert.equal(lines.at(-1), "… and 293 more");
	});
});
