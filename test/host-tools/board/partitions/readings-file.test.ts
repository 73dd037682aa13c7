import assert from "node:assert/strict";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
	prepareReadingsFile,
	readingsPartitionSize,
	readingsPathOf,
	removeReadingsFile,
} from "../../../../host-tools/board/partitions/readings-file.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";

describe("a file of readings", () => {
	const directories = new TemporaryDirectories();
	let flashPath: string;
	beforeEach(async () => {
		flashPath = join(await directories.make(), "device.flash");
	});
	afterEach(() => directories.remove());

	it("is made erased, as large as the partition, for this user alone", async () => {
		const path = await prepareReadingsFile(flashPath);
		assert.equal(path, readingsPathOf(flashPath));
		assert.deepEqual(new Uint8Array(await readFile(path)), new Uint8Array(readingsPartitionSize).fill(0xff));
		if (process.platform !== "win32") assert.equal((await stat(path)).mode & 0o777, 0o600);
	});

	it("stays as it is when it is there", async () => {
		await writeFile(readingsPathOf(flashPath), "whatever");
		await prepareReadingsFile(flashPath);
		assert.equal(await readFile(readingsPathOf(flashPath), "utf8"), "whatever");
	});

	it("can be removed, there or not", async () => {
		await prepareReadingsFile(flashPath);
		await removeReadingsFile(flashPath);
		await removeReadingsFile(flashPath);
		await assert.rejects(stat(readingsPathOf(flashPath)), { code: "ENOENT" });
	});
});
