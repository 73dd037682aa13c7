import assert from "node:assert/strict";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createSecretFile } from "../../../../host-tools/base/files/secret-file.js";
import { withTemporaryDirectory } from "../../../../host-tools/base/files/temporary-directory.js";
import { skipWithoutFileModes } from "../../../support/skip-because.js";

const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

describe("createSecretFile", () => {
	it("creates file and folder for this user alone", async function () {
		skipWithoutFileModes(this);
		await withTemporaryDirectory(async (directory) => {
			const path = join(directory, "claims", "key.pem");
			await createSecretFile(path, "secret");
			assert.equal(await readFile(path, "utf8"), "secret");
			assert.equal(await mode(path), "600");
			assert.equal(await mode(join(directory, "claims")), "700");
			assert.equal(await mode(directory), "700");
		});
	});

	it("never touches a file that is there", async () => {
		await withTemporaryDirectory(async (directory) => {
			const path = join(directory, "key.pem");
			await writeFile(path, "first");
			await assert.rejects(createSecretFile(path, "second"), { code: "file-exists" });
			assert.equal(await readFile(path, "utf8"), "first");
		});
	});

	it("is file-forbidden in a folder that is a file, or is in one", async () => {
		await withTemporaryDirectory(async (directory) => {
			const file = join(directory, "file");
			await writeFile(file, "");
			for (const path of [join(file, "key.pem"), join(file, "claims", "key.pem")]) {
				await assert.rejects(createSecretFile(path, "secret"), { code: "file-forbidden", next: /another place/ });
			}
		});
	});
});

describe("withTemporaryDirectory", () => {
	it("removes the directory when its user fails", async () => {
		let path = "";
		const failing = withTemporaryDirectory(async (directory) => {
			path = directory;
			throw new Error("on purpose");
		});
		await assert.rejects(failing, /on purpose/);
		await assert.rejects(stat(path), { code: "ENOENT" });
	});
});
