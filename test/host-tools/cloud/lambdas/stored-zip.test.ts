import assert from "node:assert/strict";
import { lambdaPackage } from "../../../../host-tools/cloud/lambdas/lambda-package.js";
import { storedZip } from "../../../../host-tools/cloud/lambdas/stored-zip.js";

/** What Python's zipfile makes of the same file: stored, on Unix, with mode 644, on 1 January 1980. */
const expected = [
	// Local header: signature, version, flags, method, time, date, CRC, both sizes, lengths of name and extra; name.
	"504b0304 1400 0000 0000 0000 2100 17248f5d 15000000 15000000 0800 0000 696e6465782e6a73",
	// The file: exports.handler = 1;
	"6578706f7274732e68616e646c6572203d20313b0a",
	// Central header: the same with the maker before, and comment, disk, attributes and place behind.
	"504b0102 1403 1400 0000 0000 0000 2100 17248f5d 15000000 15000000 0800 0000",
	"0000 0000 0000 0000a481 00000000 696e6465782e6a73",
	// End: signature, disks, entries, size and place of the central directory, comment.
	"504b0506 0000 0000 0100 0100 36000000 3b000000 0000",
];

describe("storedZip", () => {
	it("is the archive that others make of the same file", () => {
		const zip = storedZip("index.js", Buffer.from("exports.handler = 1;\n"));
		assert.equal(Buffer.from(zip).toString("hex"), expected.join("").replaceAll(" ", ""));
	});

	it("packs a function the same each time", async () => {
		const [a, b] = [await lambdaPackage("rotation-hook"), await lambdaPackage("rotation-hook")];
		assert.deepEqual(a, b);
		assert.match(a.sha256, /^[A-Za-z0-9+/]{43}=$/);
		assert.notEqual(a.sha256, (await lambdaPackage("expiry-monitor")).sha256);
	});
});
