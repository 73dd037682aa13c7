import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { Store } from "../../../../host-tools/emulator/store/store.js";
import { skipWithoutFileModes } from "../../../support/skip-because.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";
import { contents, textTable } from "./text-table.js";

describe("Store", () => {
	const directories = new TemporaryDirectories();
	afterEach(directories.remove);

	it("gives back after reopening what was set, replaced and deleted", async () => {
		const directory = await directories.make();
		const change = fc.record({
			table: fc.constantFrom("one", "two"),
			key: fc.oneof(fc.constantFrom("a", "b", "__proto__"), fc.string({ unit: "grapheme" })),
			row: fc.option(fc.string({ unit: "binary" })),
			reopen: fc.boolean(),
		});
		let run = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(change), async (changes) => {
				const name = `run-${run++}`;
				const expected = { one: new Map<string, string>(), two: new Map<string, string>() };
				let store = await Store.open({ directory, name });
				let tables = { one: textTable(store, "one"), two: textTable(store, "two") };
				const reopen = async () => {
					await store.close();
					store = await Store.open({ directory, name });
					tables = { one: textTable(store, "one"), two: textTable(store, "two") };
				};
				for (const { table, key, row, reopen: now } of changes) {
					const which = table as "one" | "two";
					if (row === null) {
						assert.equal(tables[which].delete(key), expected[which].delete(key));
					} else {
						tables[which].set(key, row);
						expected[which].set(key, row);
					}
					if (now) await reopen();
				}
				await reopen();
				for (const which of ["one", "two"] as const) {
					const rows = [...tables[which].keys()].map((key) => [key, tables[which].get(key)]);
					assert.deepEqual(rows, [...expected[which]]);
				}
				await store.close();
			}),
			{ numRuns: 60 },
		);
	});

	it("keeps files from other users", async function () {
		skipWithoutFileModes(this);
		const directory = join(await directories.make(), "data");
		const store = await Store.open({ directory, name: "s" });
		assert.equal((await stat(directory)).mode & 0o777, 0o700);
		assert.equal((await stat(join(directory, "s.log"))).mode & 0o777, 0o600);
		assert.equal((await stat(join(directory, "s.lock"))).mode & 0o777, 0o600);
		await store.close();
	});

	it("writes many changes of one moment as one line", async () => {
		const directory = await directories.make();
		const store = await Store.open({ directory, name: "s" });
		const table = textTable(store);
		for (let index = 0; index < 1000; index++) table.set(`key-${index}`, "row");
		await store.durable();
		assert.equal((await readFile(join(directory, "s.log"), "utf8")).trimEnd().split("\n").length, 2);
		await store.close();
	});

	it("has in the file what durable() waited for, while later changes are still coming", async () => {
		const directory = await directories.make();
		const store = await Store.open({ directory, name: "s" });
		const table = textTable(store);
		let count = 0;
		let going = true;
		const writer = (async () => {
			while (going) {
				table.set("busy", String(count++));
				await Promise.resolve();
				if (count % 100 === 0) await new Promise(setImmediate);
			}
		})();
		table.set("mine", "kept");
		await store.durable();
		assert.match(await readFile(join(directory, "s.log"), "utf8"), /"mine","kept"/);
		going = false;
		await writer;
		await store.close();
	});

	it("drops what was overwritten when it is opened again", async () => {
		const directory = await directories.make();
		const store = await Store.open({ directory, name: "s" });
		const table = textTable(store);
		for (let index = 0; index < 50; index++) {
			table.set("key", `row-${index}`);
			await store.durable();
		}
		await store.close();
		const again = await Store.open({ directory, name: "s" });
		const text = await readFile(join(directory, "s.log"), "utf8");
		assert.doesNotMatch(text, /row-48/);
		assert.match(text, /row-49/);
		await again.close();
	});

	it("compacts a log that grew long while it was open, and loses nothing by it", async () => {
		const directory = await directories.make();
		const store = await Store.open({ directory, name: "s" });
		const table = textTable(store);
		const large = "x".repeat(1024 * 1024);
		for (let index = 0; index < 12; index++) {
			table.set("large", `${index}${large}`);
			table.set(`small-${index}`, "row");
			await store.durable();
		}
		assert.ok((await stat(join(directory, "s.log"))).size < 8 * 1024 * 1024);
		await store.close();
		const again = await Store.open({ directory, name: "s" });
		const rows = contents(textTable(again));
		assert.equal(Object.keys(rows).length, 13);
		assert.equal(rows.large, `11${large}`);
		await again.close();
	});

	it("keeps the rows of tables that nobody asked for", async () => {
		const directory = await directories.make();
		const first = await Store.open({ directory, name: "s" });
		textTable(first, "later").set("key", "row");
		await first.close();
		await (await Store.open({ directory, name: "s" })).close();
		const last = await Store.open({ directory, name: "s" });
		assert.deepEqual(contents(textTable(last, "later")), { key: "row" });
		await last.close();
	});

	it("refuses changes after close()", async () => {
		const store = await Store.open({ directory: await directories.make(), name: "s" });
		const table = textTable(store);
		await store.close();
		await store.close();
		assert.throws(() => table.set("key", "row"), /is closed/);
		assert.equal(table.has("key"), false);
	});

	it("works without a directory", async () => {
		const store = await Store.open({ directory: undefined, name: "s" });
		const table = textTable(store);
		table.set("key", "row");
		await store.durable();
		assert.equal(table.get("key"), "row");
		await store.close();
	});
});
