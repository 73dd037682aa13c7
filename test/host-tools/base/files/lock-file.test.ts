import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { takeLockFile } from "../../../../host-tools/base/files/lock-file.js";
import { until, within } from "../../../support/deadline.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";

describe("takeLockFile()", () => {
	const directories = new TemporaryDirectories();
	afterEach(directories.remove);
	let path: string;
	beforeEach(async () => {
		path = join(await directories.make(), "lock");
	});

	it("refuses a second taker in this process until the lock is given back", async () => {
		const held = await takeLockFile(path);
		await assert.rejects(takeLockFile(path), { code: "in-use", message: /this process/ });
		held.release();
		held.release();
		assert.equal(existsSync(path), false);
		(await takeLockFile(path)).release();
	});

	it("refuses while another process that holds it is alive, and names that process", async () => {
		const { child, exited } = await holder();
		try {
			await assert.rejects(takeLockFile(path), { code: "in-use", message: new RegExp(`process ${child.pid},`) });
		} finally {
			child.kill("SIGKILL");
			await exited;
		}
		const started = performance.now();
		(await takeLockFile(path)).release();
		assert.ok(performance.now() - started < 2000, "a dead process of this place is looked up, not waited for");
	});

	it("refuses while a holder elsewhere gives signs of life, and takes its lock over when it gives none", async () => {
		const { child, exited } = await holder();
		try {
			// As seen from another container: the pid means nothing.
			const seen = JSON.parse(readFileSync(path, "utf8"));
			const moved = (beats: number) => `${JSON.stringify({ ...seen, place: "elsewhere", pid: 1, beats })}\n`;
			child.kill("SIGKILL");
			await exited;
			writeFileSync(path, moved(1));
			let beats = 1;
			const beating = setInterval(() => writeFileSync(path, moved(++beats)), 300);
			await assert.rejects(takeLockFile(path), { code: "in-use", message: /another container or on another machine/ });
			clearInterval(beating);
			(await takeLockFile(path)).release();
		} finally {
			child.kill("SIGKILL");
		}
	});

	it("tells its holder that somebody took it over", async () => {
		const held = await takeLockFile(path);
		assert.equal(held.problem(), undefined);
		writeFileSync(path, readFileSync(path, "utf8").replace(/"token":"[^"]*"/, '"token":"another"'));
		const problem = await until("notice", () => held.problem());
		assert.match(problem.message, /took it over/);
		held.release();
		assert.equal(existsSync(path), true, "it is not ours to remove");
	});

	it("takes over a lock with its own process id, as a restarted program may find it", async () => {
		const held = await takeLockFile(path);
		const text = readFileSync(path, "utf8");
		held.release();
		writeFileSync(path, text);
		(await takeLockFile(path)).release();
	});

	it("is file-forbidden where there is no such folder, or a symbolic link", async () => {
		await assert.rejects(takeLockFile(join(path, "lock")), { code: "file-forbidden" });
		symlinkSync(join(path, "..", "elsewhere"), path);
		await assert.rejects(takeLockFile(path), { code: "file-forbidden" });
	});

	it("takes over a lock torn while it was written", async () => {
		writeFileSync(path, "");
		(await takeLockFile(path)).release();
	});

	async function holder() {
		const module = new URL("../../../../host-tools/base/files/lock-file.js", import.meta.url).href;
		const script = `import { takeLockFile } from ${JSON.stringify(module)}; await takeLockFile(process.argv[1]); console.log("held"); setInterval(() => {}, 1000);`;
		const child = spawn(process.execPath, ["--input-type=module", "-e", script, path]);
		const exited = once(child, "exit");
		await within(once(child.stdout, "data"), "the lock of another process", 20_000);
		return { child, exited };
	}
});
