import assert from "node:assert/strict";
import { copyFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { readLog } from "../../../../host-tools/emulator/store/read-log.js";
import { Store } from "../../../../host-tools/emulator/store/store.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";
import { contents, textTable } from "./text-table.js";

describe("A log that is compacted while it is used", () => {
	const directories = new TemporaryDirectories();
	afterEach(directories.remove);

	it("lets others have their turns, and is never between two changes of one turn", async () => {
		const directory = await directories.make();
		const path = join(directory, "s.log");
		const store = await Store.open({ directory, name: "s" });
		const [first, last] = [textTable(store, "first"), textTable(store, "last")];
		first.set("count", "0");
		for (let n = 0; n < 20_000; n++) first.set(`row-${n}`, "x".repeat(80));
		last.set("count", "0");
		await store.durable();
		// Beyond the size at which it is compacted: the next change does it.
		first.set("large", "x".repeat(9 * 1024 * 1024));
		await store.durable();
		first.delete("large");
		const { ino } = statSync(path);
		let turns = 0;
		while (statSync(path).ino === ino) {
			turns += 1;
			for (const table of [first, last]) table.set("count", `${turns}`);
			first.set(`new-${turns}`, "row");
			first.delete(`row-${turns}`);
			await nextTurn();
		}
		const kept = join(directory, "kept.log");
		copyFileSync(path, kept);
		const tables = await readLog(kept, assert.fail);
		const counts = ["first", "last"].map((name) => tables.get(name)?.get("count"));
		assert.ok(turns > 10, `${turns} turns`);
		assert.notEqual(counts[0], undefined);
		assert.equal(counts[0], counts[1]);
		const expected = [contents(first), contents(last)];
		await store.close();
		const again = await Store.open({ directory, name: "s" });
		assert.deepEqual([contents(textTable(again, "first")), contents(textTable(again, "last"))], expected);
		await again.close();
	});
});
