import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { placeError } from "../../../host-tools/base/files/place-error.js";
import { makePrivateDirectory } from "../../../host-tools/base/files/private-files.js";
import { withTemporaryDirectory } from "../../../host-tools/base/files/temporary-directory.js";
import { explainSystemError, systemReason } from "../../../host-tools/base/system-error.js";

const failing = (code: string) => Object.assign(new Error(`${code}: in the system's words`), { code });

describe("an error of the system", () => {
	const table: Readonly<Record<string, string>> = {
		ECONNREFUSED: "endpoint-unreachable",
		ECONNRESET: "endpoint-unreachable",
		ENOTFOUND: "endpoint-unreachable",
		ETIMEDOUT: "endpoint-unreachable",
		EPROTO: "endpoint-invalid",
		HPE_INVALID_CONSTANT: "endpoint-invalid",
		SELF_SIGNED_CERT_IN_CHAIN: "endpoint-invalid",
		EADDRINUSE: "port-busy",
		EADDRNOTAVAIL: "port-missing",
		ENOENT: "file-missing",
		EACCES: "file-forbidden",
		EISDIR: "file-forbidden",
		ENOSPC: "file-forbidden",
		EMFILE: "file-forbidden",
	};

	for (const [code, expected] of Object.entries(table)) {
		it(`${code} is ${expected}, with a reason and what to do`, () => {
			const meaning = explainSystemError(failing(code));
			assert.equal(meaning?.code, expected);
			assert.ok(meaning?.next);
			assert.equal(systemReason(failing(code)), `${meaning?.reason} (${code})`);
		});
	}

	it("is found behind what wraps it", () => {
		const refused = failing("ECONNREFUSED");
		assert.equal(explainSystemError(new AggregateError([refused, refused]))?.code, "endpoint-unreachable");
		assert.equal(explainSystemError(new TypeError("fetch failed", { cause: refused }))?.code, "endpoint-unreachable");
	});

	it("is nothing that it is not", () => {
		for (const other of [new Error("x"), failing("ERR_ASSERTION"), failing("toString"), "text", undefined]) {
			assert.equal(explainSystemError(other), undefined);
		}
		assert.equal(systemReason(new Error("x")), "x");
		assert.equal(placeError("p", failing("ECONNREFUSED")) instanceof Error, true);
	});

	it("tells a file in the place of a directory, and the reverse", async () => {
		await withTemporaryDirectory(async (directory) => {
			const file = join(directory, "file");
			await writeFile(file, "");
			const there = { code: "file-forbidden", message: /a file stands where a directory is needed \(E/ };
			await assert.rejects(makePrivateDirectory(file), there);
			await assert.rejects(makePrivateDirectory(join(file, "below")), there);
			const thrown = await readFile(directory).catch((error: unknown) => error);
			assert.equal(systemReason(thrown), "it is a directory, and a file is needed (EISDIR)");
		});
	});
});
