import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Store } from "../../../../host-tools/emulator/store/store.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";
import { contents, textTable } from "./text-table.js";

describe("Store, opening a damaged log", () => {
	const directories = new TemporaryDirectories();
	afterEach(directories.remove);
	let directory: string;
	let path: string;
	let intact: Buffer;

	beforeEach(async () => {
		directory = await directories.make();
		path = join(directory, "s.log");
		const store = await Store.open({ directory, name: "s" });
		const table = textTable(store);
		for (const row of ["first", "second", "thïrd"]) {
			table.set(row, row);
			await store.durable();
		}
		await store.close();
		intact = await readFile(path);
	});

	async function reopen(bytes: Buffer): Promise<{ rows: Record<string, string | undefined>; notes: string[] }> {
		await writeFile(path, bytes);
		const notes: string[] = [];
		const store = await Store.open({ directory, name: "s", note: (text) => notes.push(text) });
		const rows = contents(textTable(store));
		await store.close();
		return { rows, notes };
	}

	it("drops a last line torn at any byte, and says so", async () => {
		const lastLine = intact.subarray(0, -1).lastIndexOf(10) + 1;
		for (let length = lastLine; length < intact.length; length++) {
			const { rows, notes } = await reopen(intact.subarray(0, length));
			assert.deepEqual(rows, { first: "first", second: "second" }, `cut at byte ${length}`);
			assert.equal(notes.length, length === lastLine ? 0 : 1, `cut at byte ${length}`);
			if (length > lastLine) assert.match(notes[0] ?? "", /line 4 of ".*s\.log"/);
		}
		assert.deepEqual((await reopen(intact)).rows, { first: "first", second: "second", thïrd: "thïrd" });
	});

	it("goes on after a torn line: the next changes are readable", async () => {
		await writeFile(path, intact.subarray(0, -3));
		const store = await Store.open({ directory, name: "s" });
		textTable(store).set("fourth", "fourth");
		await store.close();
		assert.deepEqual((await reopen(await readFile(path))).rows, {
			first: "first",
			second: "second",
			fourth: "fourth",
		});
	});

	it("refuses any other change of a byte, naming file and line", async () => {
		const lines = intact.toString("latin1").split("\n");
		let offset = 0;
		for (const [index, line] of lines.entries()) {
			for (const at of [0, 5, 13, line.length - 1]) {
				if (line === "") continue;
				const damaged = Buffer.from(intact);
				damaged[offset + at] = (damaged[offset + at] ?? 0) ^ 1;
				await assert.rejects(
					reopen(damaged),
					new RegExp(`s\\.log", line ${index + 1}: `),
					`line ${index + 1}, byte ${at}`,
				);
			}
			offset += line.length + 1;
		}
	});

	it("leaves a damaged file as it is, and the directory unlocked", async () => {
		const damaged = Buffer.from(intact);
		damaged[20] = 0;
		await assert.rejects(reopen(damaged), /line 1/);
		assert.deepEqual(await readFile(path), damaged);
		assert.deepEqual(Object.keys((await reopen(intact)).rows).length, 3);
	});

	it("refuses an empty file: a log always has its header", async () => {
		await assert.rejects(reopen(Buffer.alloc(0)), /s\.log", line 1: no header/);
	});

	it("ignores what an interrupted compaction left behind", async () => {
		await writeFile(`${path}.new`, "half a li");
		assert.equal(Object.keys((await reopen(intact)).rows).length, 3);
	});
});

describe("Store whose file cannot be written any more", () => {
	const directories = new TemporaryDirectories();
	afterEach(directories.remove);

	it("rejects durable() from then on and takes no further change", async () => {
		const directory = join(await directories.make(), "data");
		const store = await Store.open({ directory, name: "s" });
		const table = textTable(store);
		await rm(directory, { recursive: true });
		// The log is compacted after 8 MiB, into a new file in a directory that is gone.
		table.set("large", "x".repeat(9 * 1024 * 1024));
		await store.durable();
		table.set("key", "row");
		await assert.rejects(store.durable(), /Cannot write ".*s\.log"/);
		assert.throws(() => table.set("key", "other"), /Cannot write/);
		assert.equal(table.get("key"), "row");
		await assert.rejects(store.durable(), /Cannot write/);
		await store.close();
	});
});
