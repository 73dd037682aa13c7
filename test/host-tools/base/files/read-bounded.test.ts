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

	/** Path of a pipe with a name. */
	async function makePipe(context: Mocha.Context): Promise<string> {
		if (process.platform === "win32") skipBecause(context, "a pipe with a name. Windows has none in its file system.");
		const path = join(await directories.make(), "pipe");
		execFileSync("mkfifo", [path]);
		return path;
	}

	it("ends at a signal while it waits for a pipe's writer", async function () {
		const stop = new AbortController();
		const reading = assert.rejects(readBounded(await makePipe(this), 10, stop.signal), { code: "interrupted" });
		stop.abort();
		await reading;
	});

	it("ends at its deadline when a pipe has no writer, or one that does not end", async function () {
		const path = await makePipe(this);
		const late = { code: "timeout", message: /pipe .* did not end/, next: /file/ };
		await assert.rejects(readBounded(path, 10, undefined, 50), late);
		const reading = assert.rejects(readBounded(path, 10, undefined, 200), late);
		const writer = await open(path, "w");
		await writer.write("abc");
		await reading;
		await writer.close();
	});

	it("reads all that comes through a pipe", async function () {
		const path = await makePipe(this);
		const reading = readBounded(path, 300_000);
		const content = Buffer.alloc(300_000, "abc");
		await writeFile(path, content);
		assert.deepEqual(await reading, content);
	});

	it("reads no more of an endless file than is allowed", async function () {
		if (process.platform === "win32") skipBecause(this, "/dev/zero. Windows has none.");
		await assert.rejects(readBounded("/dev/zero", 1_000_000), { code: "file-invalid" });
	});
});
