import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Store } from "../../../../host-tools/emulator/store/store.js";
import { within } from "../../../support/deadline.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";
import { textTable } from "./text-table.js";

const child = fileURLToPath(new URL("mutating-child.js", import.meta.url));

/** Runs the child until it acknowledged `count` changes, kills it, and returns all it acknowledged. */
async function acknowledgedUntilKilled(directory: string, first: number, count: number): Promise<number[]> {
	const running = spawn(process.execPath, [child, directory, String(first)], { stdio: ["ignore", "pipe", "inherit"] });
	const closed = once(running, "close");
	let output = "";
	running.stdout.setEncoding("utf8").on("data", (text) => {
		output += text;
		if (output.split("\n").length > count) running.kill("SIGKILL");
	});
	try {
		const [, signal] = await within(closed, "the end of the child", 20_000);
		assert.equal(signal, "SIGKILL");
	} finally {
		running.kill("SIGKILL");
	}
	return output.split("\n").slice(0, -1).map(Number);
}

describe("Store in a process killed with -9", () => {
	const directories = new TemporaryDirectories();
	afterEach(directories.remove);

	it("loses nothing that was acknowledged, in kill after kill", async () => {
		const directory = await directories.make();
		let first = 0;
		for (const count of [1, 7, 50, 300]) {
			const acknowledged = await acknowledgedUntilKilled(directory, first, count);
			assert.ok(acknowledged.length >= count);
			const store = await Store.open({ directory, name: "s" });
			const table = textTable(store);
			for (const index of acknowledged) {
				// Each of four lanes deletes its rows 40 back; the killed process may have done one step more than it could say.
				const newest = Math.max(...acknowledged.filter((other) => other % 4 === index % 4));
				if (index > newest - 36) assert.equal(table.get(`key-${index}`), `row-${index}`);
				if (index >= 40) assert.equal(table.has(`key-${index - 40}`), false);
			}
			await store.close();
			first = Math.max(...acknowledged) + 1000;
		}
	});
});
