import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openFileFlash } from "../../../host-tools/virtual-device/file-flash.js";
import { describeFlash } from "../../contracts/flash.contract.js";

function flashFile(bytes: Uint8Array) {
	const directory = mkdtempSync(join(tmpdir(), "thingsmith-flash-"));
	const path = join(directory, "flash.bin");
	writeFileSync(path, bytes, { mode: 0o600 });
	return { path, remove: () => rmSync(directory, { recursive: true }) };
}

describeFlash("a file", () => {
	const { path, remove } = flashFile(new Uint8Array(8192).fill(0xff));
	return {
		flash: openFileFlash(path),
		erasedReadsAsEraseValue: true,
		writesTwice: true,
		reopen: () => openFileFlash(path),
		close: remove,
	};
});

describe("a flash file", () => {
	it("holds the partition byte for byte", () => {
		const { path, remove } = flashFile(new Uint8Array(8192).fill(0xff));
		const flash = openFileFlash(path);
		flash.write(4096, new Uint8Array(16).fill(0x5a));
		// Durable as soon as the call returns: nothing waits for close.
		const bytes = readFileSync(path);
		assert.equal(bytes.length, 8192);
		assert.ok(bytes.every((byte, offset) => byte === (offset >= 4096 && offset < 4112 ? 0x5a : 0xff)));
		flash.close();
		remove();
	});

	for (const size of [0, 1, 4095, 4097]) {
		it(`of ${size} bytes is none: flash-failed, and it is left as it was`, () => {
			const { path, remove } = flashFile(new Uint8Array(size));
			assert.throws(() => openFileFlash(path), { code: "flash-failed" });
			assert.equal(readFileSync(path).length, size);
			remove();
		});
	}

	it("that is not there is the file system's error, and is not created", () => {
		const { path, remove } = flashFile(new Uint8Array(0));
		assert.throws(() => openFileFlash(`${path}.none`), { code: "ENOENT" });
		assert.throws(() => readFileSync(`${path}.none`), { code: "ENOENT" });
		remove();
	});

	it("cut short while it is open is flash-failed, not zeros", () => {
		const { path, remove } = flashFile(new Uint8Array(8192).fill(0xff));
		const flash = openFileFlash(path);
		truncateSync(path, 4096);
		assert.throws(() => flash.read(4096, 16), { code: "flash-failed" });
		flash.close();
		remove();
	});
});
