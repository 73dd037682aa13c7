import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readBounded } from "../../../../host-tools/base/files/read-bounded.js";
import { skipBecause } from "../../../support/skip-because.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";

describe("readBounded()", () => {
	const directories = new TemporaryDirectories();
	afterEach(directories.remove);

	it("reads a file of as many bytes as are allowed, and refuses one of one more", async () => {
		const path = join(await directories.make(), "file");
		const content = Buffer.alloc(200_000, "abc");
		await writeFile(path, content);
		assert.deepEqual(await readBounded(path, content.length), content);
		await assert.rejects(readBounded(path, content.length - 1), { code: "file-invalid" });
	});

	it("ends at a signal while it waits for a pipe's writer", async function () {
		if (process.platform === "win32") skipBecause(this, "a pipe with a name. Windows has none in its file system.");
		const path = join(await directories.make(), "pipe");
		execFileSync("mkfifo", [path]);
		const stop = new AbortController();
		const reading = assert.rejects(readBounded(path, 10, stop.signal), { code: "interrupted" });
		stop.abort();
		await reading;
		await (await open(path, "w")).close();
	});
});
