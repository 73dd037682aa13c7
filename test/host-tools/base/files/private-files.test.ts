import assert from "node:assert/strict";
import { chmod, mkdir, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makePrivateDirectory, makeTrustedDirectory } from "../../../../host-tools/base/files/private-files.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";

describe("makePrivateDirectory()", () => {
	const directories = new TemporaryDirectories();
	afterEach(directories.remove);

	it("makes what is missing for its owner alone, and takes what is there", async () => {
		const directory = join(await directories.make(), "a", "b");
		await makePrivateDirectory(directory);
		await makePrivateDirectory(directory);
		assert.equal((await stat(directory)).mode & 0o777, 0o700);
	});

	it("is file-forbidden where a file is, and where nothing can be made", async () => {
		const file = join(await directories.make(), "file");
		await writeFile(file, "");
		await assert.rejects(makePrivateDirectory(file), { code: "file-forbidden" });
		await assert.rejects(makePrivateDirectory(join(file, "below")), { code: "file-forbidden" });
	});

	it("ends in a directory that takes none", async function () {
		if (process.platform !== "linux") this.skip();
		await assert.rejects(makePrivateDirectory("/proc/thingsmith/data"), { code: "file-forbidden" });
	});
});

describe("makeTrustedDirectory()", () => {
	const directories = new TemporaryDirectories();
	afterEach(directories.remove);

	it("refuses a symbolic link, and names its target", async () => {
		const target = join(await directories.make(), "target");
		await mkdir(target, { mode: 0o700 });
		await symlink(target, `${target}-link`);
		await assert.rejects(makeTrustedDirectory(`${target}-link`), { code: "file-forbidden", message: /symbolic link/ });
		await makeTrustedDirectory(target);
	});

	it("refuses one where others may put files", async function () {
		if (process.platform === "win32") this.skip();
		const directory = await directories.make();
		await chmod(directory, 0o777);
		await assert.rejects(makeTrustedDirectory(directory), { code: "file-forbidden", message: /other users may write/ });
	});
});
