import assert from "node:assert/strict";
import { readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { simulateDevice } from "../../../../host-tools/cli/operations/device-simulate.js";
import { RecordedContext } from "../../../support/recorded-context.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";

describe("device simulate", () => {
	const directories = new TemporaryDirectories();
	afterEach(directories.remove);

	it("makes the folder of a new flash file", async () => {
		const flashPath = join(await directories.make(), "devices", "device.flash");
		const context = new RecordedContext(({ event }) => {
			if (event === "listening") context.stop();
		});
		const serial = { host: "127.0.0.1", port: 0 };
		await simulateDevice({ flashPath, bootstrapPath: undefined, readings: undefined, serial }, context);
		assert.ok((await stat(flashPath)).isFile());
	});

	it("leaves nothing beside a file that is no flash file, nor beside a folder", async () => {
		const directory = await directories.make();
		const options = { bootstrapPath: undefined, readings: 1 };
		const flashPath = join(directory, "README.md");
		await writeFile(flashPath, "no flash\n");
		await assert.rejects(simulateDevice({ ...options, flashPath }, new RecordedContext()), { code: "flash-failed" });
		await assert.rejects(simulateDevice({ ...options, flashPath: directory }, new RecordedContext()), {
			code: "file-forbidden",
		});
		assert.deepEqual(await readdir(directory), ["README.md"]);
	});
});
