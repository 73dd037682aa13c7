import assert from "node:assert/strict";
import { chmod, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ToolError } from "../../../../host-tools/base/tool-error.js";
import { writeExport } from "../../../../host-tools/cloud/export/write-export.js";
import { skipWithoutFileModes } from "../../../support/skip-because.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";

const files = [
	{ path: "deploy.sh", content: "#!/bin/sh\n", executable: true },
	{ path: "documents/a.json", content: "{}\n" },
	{ path: "functions/a.zip", content: new Uint8Array([0x50, 0x4b, 0xff]) },
] as const;

describe("writeExport()", () => {
	const directories = new TemporaryDirectories();
	let directory: string;
	beforeEach(async () => {
		directory = await directories.make();
	});
	afterEach(() => directories.remove());

	it("writes every file, may be repeated, and leaves nothing else there", async () => {
		const paths = await writeExport(files, { directory, force: false });
		assert.deepEqual(await writeExport(files, { directory, force: false }), paths);
		assert.deepEqual(await readFile(paths[2] ?? ""), Buffer.from([0x50, 0x4b, 0xff]));
		assert.deepEqual((await readdir(directory, { recursive: true })).toSorted(), [
			"deploy.sh",
			"documents",
			join("documents", "a.json"),
			"functions",
			join("functions", "a.zip"),
		]);
	});

	it("makes scripts executable", async function () {
		skipWithoutFileModes(this);
		const [script = "", document = ""] = await writeExport(files, { directory, force: false });
		assert.equal((await stat(script)).mode & 0o777, 0o755);
		assert.equal((await stat(document)).mode & 0o777, 0o644);
	});

	it("writes none where one of them was changed, and replaces it with force", async () => {
		const changed = join(directory, "deploy.sh");
		await writeFile(changed, "mine\n");
		await assert.rejects(
			writeExport(files.toReversed(), { directory, force: false }),
			(error) => error instanceof ToolError && error.code === "file-exists" && error.message.includes(changed),
		);
		assert.deepEqual(await readdir(directory), ["deploy.sh"]);
		assert.equal(await readFile(changed, "utf8"), "mine\n");
		await writeExport(files, { directory, force: true });
		assert.equal(await readFile(changed, "utf8"), "#!/bin/sh\n");
	});

	it("says which place cannot be written to", async function () {
		skipWithoutFileModes(this);
		await writeFile(join(directory, "documents"), "a file");
		await chmod(directory, 0o700);
		await assert.rejects(writeExport(files, { directory, force: false }), /documents/);
	});
});
