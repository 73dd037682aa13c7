import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { lockFile } from "../../../host-tools/files/file-lock.js";
import { withTemporaryDirectory } from "../../../host-tools/files/temporary-directory.js";

describe("lockFile", () => {
	it("admits one holder at a time", async () => {
		await withTemporaryDirectory(async (directory) => {
			const path = join(directory, "flash");
			const unlock = await lockFile(path);
			await assert.rejects(lockFile(path), { code: "flash-in-use" });
			await unlock();
			await (await lockFile(path))();
			await assert.rejects(stat(`${path}.lock`), { code: "ENOENT" });
		});
	});

	it("takes over the lock of a process that is gone", async () => {
		const child = spawn(process.execPath, ["-e", ""]);
		await once(child, "exit");
		await withTemporaryDirectory(async (directory) => {
			const path = join(directory, "flash");
			await writeFile(`${path}.lock`, JSON.stringify({ pid: child.pid, started: "" }));
			await (await lockFile(path))();
		});
	});

	it("takes over the lock of an earlier process that had this one's id", async function () {
		if (process.platform !== "linux") return this.skip();
		await withTemporaryDirectory(async (directory) => {
			const path = join(directory, "flash");
			await writeFile(`${path}.lock`, JSON.stringify({ pid: process.pid, started: "1" }));
			await (await lockFile(path))();
		});
	});

	it("leaves a lock it cannot read to its user", async () => {
		await withTemporaryDirectory(async (directory) => {
			const path = join(directory, "flash");
			await writeFile(`${path}.lock`, "");
			await assert.rejects(lockFile(path), { code: "flash-in-use" });
		});
	});
});
