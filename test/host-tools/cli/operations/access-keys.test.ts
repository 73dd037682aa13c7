import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withTemporaryDirectory } from "../../../../host-tools/base/files/temporary-directory.js";
import { parseAccessKeys, readAccessKeys } from "../../../../host-tools/cli/operations/access-keys.js";

describe("parseAccessKeys()", () => {
	it("reads all profiles, with comments, blanks and Windows's line ends", () => {
		const text =
			"\uFEFF# mine\r\n[default]\r\naws_access_key_id = AKID1\r\naws_secret_access_key=a=b/c+\r\n\r\n; other\r\n[ ci ]\r\nregion = eu-west-1\r\nAWS_ACCESS_KEY_ID=AKID2\r\naws_secret_access_key = s\r\naws_session_token = t==\r\n[empty]\r\n";
		assert.deepEqual(parseAccessKeys(text), [
			{ profile: "default", accessKeyId: "AKID1", secretAccessKey: "a=b/c+", sessionToken: undefined },
			{ profile: "ci", accessKeyId: "AKID2", secretAccessKey: "s", sessionToken: "t==" },
		]);
	});

	it("says what is wrong, and never a secret", () => {
		for (const [text, message] of [
			["", /no profile has an aws_access_key_id/],
			["[a]\naws_access_key_id = X", /^profile "a" has no aws_secret_access_key$/],
			["[a]\naws_secret_access_key = HUSH", /^profile "a" has no aws_access_key_id$/],
			["aws_secret_access_key = HUSH", /^line 1 is neither/],
			["[a]\nHUSH", /^line 2 is neither/],
			[
				"[a]\naws_access_key_id=X\naws_secret_access_key=HUSH\n[b]\naws_access_key_id=X\naws_secret_access_key=HUSH",
				/X is there twice/,
			],
		] as const) {
			assert.throws(
				() => parseAccessKeys(text),
				(error: Error) => message.test(error.message) && !error.message.includes("HUSH"),
			);
		}
	});
});

describe("readAccessKeys()", () => {
	it("names the file, and what to write into it", async () => {
		await withTemporaryDirectory(async (directory) => {
			const file = join(directory, "credentials");
			await assert.rejects(readAccessKeys(file), { code: "config-invalid" });
			await writeFile(file, "[default]\n");
			await assert.rejects(readAccessKeys(file), (error: Error & { code?: string; next?: string }) => {
				assert.equal(error.code, "config-invalid");
				assert.ok(error.message.startsWith(file));
				assert.match(error.next ?? "", /aws_secret_access_key/);
				return true;
			});
			await writeFile(file, "#".repeat(64 * 1024 + 1));
			await assert.rejects(readAccessKeys(file), { code: "config-invalid" });
		});
	});
});
