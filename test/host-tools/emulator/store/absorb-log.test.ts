import assert from "node:assert/strict";
import { copyFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { openStore } from "../../../../host-tools/emulator/store/open-store.js";
import { Store } from "../../../../host-tools/emulator/store/store.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";
import { contents, textTable } from "./text-table.js";

describe("A data directory with the two logs of version 0.1.0", () => {
	const directories = new TemporaryDirectories();
	let directory: string;
	afterEach(directories.remove);
	beforeEach(async () => {
		directory = await directories.make();
		for (const [name, table] of [
			["registry", "things"],
			["data-plane", "shadows"],
		] as const) {
			const store = await Store.open({ directory, name });
			textTable(store, table).set("key", `of ${name}`);
			await store.close();
		}
	});
	const rows = async () => {
		const store = await openStore({ directory });
		const found = [contents(textTable(store, "things")), contents(textTable(store, "shadows"))];
		await store.close();
		return found;
	};
	const both = [{ key: "of registry" }, { key: "of data-plane" }];

	it("has all rows in one, and no other file", async () => {
		assert.deepEqual(await rows(), both);
		assert.deepEqual(await readdir(directory), ["registry.log"]);
		assert.deepEqual(await rows(), both);
	});

	it("has them also when the process that joined them was killed before it removed the second", async () => {
		const second = join(directory, "data-plane.log");
		await copyFile(second, join(directory, "copy"));
		await rows();
		await copyFile(join(directory, "copy"), second);
		assert.deepEqual(await rows(), both);
		assert.deepEqual(await readdir(directory), ["copy", "registry.log"]);
	});

	it("is refused as long as a process has the second one", async () => {
		const other = await Store.open({ directory, name: "data-plane" });
		await assert.rejects(openStore({ directory }), { code: "in-use" });
		await other.close();
		assert.deepEqual(await rows(), both);
	});
});
