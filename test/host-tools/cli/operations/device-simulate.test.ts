import assert from "node:assert/strict";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
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

	for (const [name, first, second] of [
		["a firmware", [0xe9, 3], [0xe9, 3]],
		["the dump of a whole chip", [0xe9, 3], [0xff, 0xff]],
		["text", [0x70, 0x72], [0x65, 0x63]],
	] as const) {
		it(`never writes over ${name}, though it has a flash's size`, async () => {
			const flashPath = join(await directories.make(), "other.bin");
			const content = Buffer.alloc(0x8000, 0x20);
			content.set(first, 0);
			content.set(second, 0x4000);
			await writeFile(flashPath, content);
			const serial = { host: "127.0.0.1", port: 0 };
			const options = { flashPath, bootstrapPath: undefined, readings: undefined, serial };
			await assert.rejects(simulateDevice(options, new RecordedContext()), {
				code: "flash-failed",
				message: /holds something else/,
			});
			assert.ok((await readFile(flashPath)).equals(content));
		});
	}

	for (const [name, first, second] of [
		["whose second half alone has a journal", [0, 0], [0x54, 0x53]],
		["whose first write was torn", [0x54, 0xff], [0xff, 0xff]],
	] as const) {
		it(`takes a flash ${name}`, async () => {
			const flashPath = join(await directories.make(), "device.flash");
			const content = Buffer.alloc(0x8000, 0xff);
			content.set(first, 0);
			content.set(second, 0x4000);
			await writeFile(flashPath, content);
			let isListening = false;
			const context = new RecordedContext(({ event }) => {
				if (event !== "listening") return;
				isListening = true;
				context.stop();
			});
			const serial = { host: "127.0.0.1", port: 0 };
			await simulateDevice({ flashPath, bootstrapPath: undefined, readings: undefined, serial }, context);
			assert.ok(isListening);
		});
	}
});
