import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { takeLockFile } from "../../../../host-tools/base/files/lock-file.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";

describe("takeLockFile()", () => {
	const directories = new TemporaryDirectories();
	afterEach(directories.remove);
	let path: string;
	beforeEach(async () => {
		path = join(await directories.make(), "lock");
	});

	it("refuses a second taker in this process until the lock is given back", () => {
		const giveBack = takeLockFile(path);
		assert.throws(() => takeLockFile(path), new RegExp(`In use by process ${process.pid},`));
		giveBack();
		giveBack();
		assert.equal(existsSync(path), false);
		takeLockFile(path)();
	});

	it("refuses while another process that holds it is alive, and names that process", async () => {
		const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
		const exited = once(other, "exit");
		try {
			writeFileSync(path, `${other.pid} token\n`);
			assert.throws(() => takeLockFile(path), new RegExp(`In use by process ${other.pid},`));
			assert.equal(readFileSync(path, "utf8"), `${other.pid} token\n`);
		} finally {
			other.kill("SIGKILL");
			await exited;
		}
		takeLockFile(path)();
	});

	it("takes over the lock of a dead process", () => {
		const { pid } = spawnSync(process.execPath, ["-e", ""]);
		writeFileSync(path, `${pid} token\n`);
		const giveBack = takeLockFile(path);
		assert.equal(Number.parseInt(readFileSync(path, "utf8"), 10), process.pid);
		giveBack();
	});

	it("takes over a lock with its own process id, as a restarted container finds it", () => {
		writeFileSync(path, `${process.pid} token\n`);
		takeLockFile(path)();
	});

	it("is file-forbidden where there is no such folder", () => {
		assert.throws(() => takeLockFile(join(path, "lock")), { code: "file-forbidden" });
	});

	it("takes over a lock torn while it was written", () => {
		writeFileSync(path, "");
		takeLockFile(path)();
	});
});
