import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { isRunning } from "../../../../host-tools/base/files/is-running.js";
import { until, within } from "../../../support/deadline.js";

describe("isRunning()", () => {
	it("is true of this process, and false of what is no process id", () => {
		assert.equal(isRunning(process.pid), true);
		for (const pid of [0, -1, 1.5, Number.NaN]) assert.equal(isRunning(pid), false);
	});

	it("is false of a process that is over, also when nobody has waited for it", async function () {
		if (process.platform !== "linux") this.skip();
		// The shell says its child's id and becomes a program that waits for no child.
		const parent = spawn("sh", ["-c", "sleep 30 & echo $!; exec sleep 30"], { stdio: ["ignore", "pipe", "ignore"] });
		const exited = once(parent, "exit");
		try {
			const [line] = await within(once(createInterface(parent.stdout), "line"), "the child's id");
			const child = Number(line);
			assert.equal(isRunning(child), true);
			process.kill(child, "SIGKILL");
			await until("end of the child", () => (isRunning(child) ? undefined : true));
		} finally {
			parent.kill("SIGKILL");
			await exited;
		}
	});
});
