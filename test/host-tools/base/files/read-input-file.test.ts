import assert from "node:assert/strict";
import { join } from "node:path";
import { readInputFile } from "../../../../host-tools/base/files/read-input-file.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";

describe("readInputFile()", () => {
	const directories = new TemporaryDirectories();
	afterEach(directories.remove);

	it("says what is wrong with a name, and what to do", async () => {
		const directory = await directories.make();
		const none = join(directory, "none");
		await assert.rejects(readInputFile(none), { code: "file-missing", message: /there is no such file/, next: /name/ });
		await assert.rejects(readInputFile(directory, { next: "name another" }), {
			code: "file-missing",
			message: /it is a directory/,
			next: "name another",
		});
	});
});
