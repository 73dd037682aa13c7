import assert from "node:assert/strict";
import { crc32 } from "node:zlib";
import { zipFile } from "../../../../host-tools/cloud/export/zip-file.js";

describe("zipFile()", () => {
	const text = "exports.handler = async () => 'ü';\n";
	const archive = zipFile("index.js", text);

	it("has the file where its own directory says, with length and checksum", () => {
		const end = archive.length - 22;
		assert.equal(archive.readUInt32LE(end), 0x06054b50);
		assert.equal(archive.readUInt16LE(end + 10), 1);
		const central = archive.readUInt32LE(end + 16);
		assert.equal(archive.readUInt32LE(end + 12), end - central);
		assert.equal(archive.readUInt32LE(central), 0x02014b50);
		assert.equal(archive.readUInt32LE(central + 16), crc32(text));
		assert.equal(archive.readUInt32LE(central + 38) >>> 16, 0o100644);
		const local = archive.readUInt32LE(central + 42);
		assert.equal(archive.readUInt32LE(local), 0x04034b50);
		const length = archive.readUInt32LE(local + 22);
		const from = local + 30 + archive.readUInt16LE(local + 26);
		assert.equal(archive.toString("utf8", local + 30, from), "index.js");
		assert.equal(archive.toString("utf8", from, from + length), text);
		assert.equal(from + length, central);
	});

	it("is the same for the same text", () => {
		assert.deepEqual(zipFile("index.js", text), archive);
	});
});
