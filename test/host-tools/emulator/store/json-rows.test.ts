import assert from "node:assert/strict";
import { jsonRows } from "../../../../host-tools/emulator/store/json-rows.js";

interface Row {
	readonly name: string;
	readonly type: string | undefined;
}

describe("jsonRows()", () => {
	const rows = jsonRows<Row>("name", { type: undefined });

	it("freezes what was read, and makes no copy of it", () => {
		const read = JSON.parse('{"name":"a","type":"t"}');
		const row = rows.decode(read);
		assert.equal(row, read);
		assert.ok(Object.isFrozen(row));
		assert.deepEqual(row, { name: "a", type: "t" });
	});

	it("gives each row the members that JSON leaves out, so that it is the row that was kept", () => {
		const kept: Row = { name: "a", type: undefined };
		const row = rows.decode(JSON.parse(JSON.stringify(rows.encode(kept))));
		assert.deepEqual(row, kept);
		assert.deepEqual(Object.keys({ ...row }).sort(), ["name", "type"]);
	});

	it("refuses what is none of its rows", () => {
		for (const json of [null, 1, "a", { type: "t" }]) {
			assert.throws(() => rows.decode(json), /A kept row has no name/);
		}
	});
});
