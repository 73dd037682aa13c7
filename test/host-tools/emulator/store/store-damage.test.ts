import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { open, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { LogHandle } from "../../../../host-tools/emulator/store/log-file.js";
import { Store } from "../../../../host-tools/emulator/store/store.js";
import { until } from "../../../support/deadline.js";
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

	it("sets a last line aside that is torn at any byte, and says where", async () => {
		const lastLine = intact.subarray(0, -1).lastIndexOf(10) + 1;
		for (let length = lastLine; length < intact.length; length++) {
			const { rows, notes } = await reopen(intact.subarray(0, length));
			assert.deepEqual(rows, { first: "first", second: "second" }, `cut at byte ${length}`);
			assert.equal(notes.length, length === lastLine ? 0 : 1, `cut at byte ${length}`);
			if (length === lastLine) continue;
			const aside = /^Line 4 of ".*s\.log" is torn.* are in "(.*)"$/.exec(notes[0] ?? "")?.[1] ?? "";
			assert.deepEqual(await readFile(aside), intact.subarray(lastLine, length));
			await rm(aside);
		}
		assert.deepEqual((await reopen(intact)).rows, { first: "first", second: "second", thïrd: "thïrd" });
	});

	it("does not wait for a FIFO in the log's place", async function () {
		if (process.platform === "win32") this.skip();
		await rm(path);
		execFileSync("mkfifo", [path]);
		await assert.rejects(Store.open({ directory, name: "s" }), /Cannot read ".*s\.log", line 1: no header/);
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

describe("Store whose disk is full", () => {
	const directories = new TemporaryDirectories();
	afterEach(directories.remove);

	/** Opens files that write half of what does not fit, and then fail as the kernel does. */
	function fullDisk() {
		const disk = { isFull: false };
		const openLog = async (path: string): Promise<LogHandle> => {
			const file = await open(path, "a");
			return {
				close: () => file.close(),
				truncate: (length) => file.truncate(length),
				async appendFile(data) {
					if (!disk.isFull) return file.appendFile(data);
					await file.appendFile(String(data).slice(0, String(data).length / 2));
					throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
				},
			};
		};
		return { disk, openLog };
	}

	it("refuses durable(), says so once, and loses nothing when there is room again", async () => {
		const directory = join(await directories.make(), "data");
		const { disk, openLog } = fullDisk();
		const notes: string[] = [];
		const note = (text: string) => notes.push(text);
		const store = await Store.open({ directory, name: "s", openLog, note });
		const table = textTable(store);
		table.set("before", "kept");
		await store.durable();
		disk.isFull = true;
		for (const row of ["one", "two"]) {
			table.set(row, row);
			await assert.rejects(store.durable(), /Cannot write ".*s\.log": ENOSPC/);
		}
		assert.match(store.failure?.message ?? "", /ENOSPC/);
		assert.equal(notes.length, 1, "said once");
		disk.isFull = false;
		await until("recovery", () => (store.failure === undefined ? true : undefined));
		assert.match(notes[1] ?? "", /written again/);
		table.set("after", "kept");
		await store.durable();
		await store.close();
		assert.deepEqual(notes.slice(2), []);
		const again = await Store.open({ directory, name: "s", note });
		assert.deepEqual(contents(textTable(again)), { before: "kept", one: "one", two: "two", after: "kept" });
		assert.deepEqual(notes.slice(2), [], "no line is torn");
		await again.close();
	});

	it("lets no more wait than it can hold, and takes changes again when there is room", async () => {
		const directory = join(await directories.make(), "data");
		const { disk, openLog } = fullDisk();
		const store = await Store.open({ directory, name: "s", openLog });
		const table = textTable(store);
		disk.isFull = true;
		const mebibyte = "x".repeat(1024 * 1024);
		let taken = 0;
		const fill = () => {
			for (; taken < 200; taken++) table.set("key", mebibyte);
		};
		assert.throws(fill, /written too slowly|Cannot write/);
		assert.ok(taken > 100 && taken < 128, String(taken));
		disk.isFull = false;
		await assert.doesNotReject(async () => {
			await until("recovery", () => (store.failure === undefined ? true : undefined));
			await store.durable();
		});
		table.set("key", "small");
		await store.close();
	});

	it("holds what was acknowledged when it ends before there is room", async () => {
		const directory = join(await directories.make(), "data");
		const { disk, openLog } = fullDisk();
		const store = await Store.open({ directory, name: "s", openLog });
		const table = textTable(store);
		table.set("before", "kept");
		await store.durable();
		disk.isFull = true;
		table.set("never", "kept");
		await assert.rejects(store.durable());
		await store.close();
		const again = await Store.open({ directory, name: "s" });
		assert.deepEqual(contents(textTable(again)), { before: "kept" });
		await again.close();
	});

	it("is a failure, too, when the directory is gone", async () => {
		const directory = join(await directories.make(), "data");
		const store = await Store.open({ directory, name: "s" });
		const table = textTable(store);
		await rm(directory, { recursive: true });
		// The log is compacted after 8 MiB, into a new file in a directory that is gone.
		table.set("large", "x".repeat(9 * 1024 * 1024));
		await store.durable();
		table.set("key", "row");
		await assert.rejects(store.durable(), /Cannot write ".*s\.log"/);
		assert.equal(table.get("key"), "row");
		await store.close();
	});
});

describe("Store in a place that others reach", () => {
	const directories = new TemporaryDirectories();
	afterEach(directories.remove);

	it("follows no symbolic link to a log", async () => {
		const directory = join(await directories.make(), "data");
		await (await Store.open({ directory, name: "s" })).close();
		await rename(join(directory, "s.log"), join(directory, "elsewhere"));
		await symlink(join(directory, "elsewhere"), join(directory, "s.log"));
		await assert.rejects(Store.open({ directory, name: "s" }), { code: "file-forbidden" });
	});
});
