import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withTemporaryDirectory } from "../../../../host-tools/base/files/temporary-directory.js";
import { checkProfile } from "../../../../host-tools/cloud/account/aws-profiles.js";

async function withFiles(config: string, credentials: string, use: (env: Record<string, string>) => void) {
	await withTemporaryDirectory(async (directory) => {
		const AWS_CONFIG_FILE = join(directory, "config");
		const AWS_SHARED_CREDENTIALS_FILE = join(directory, "credentials");
		await writeFile(AWS_CONFIG_FILE, config);
		await writeFile(AWS_SHARED_CREDENTIALS_FILE, credentials);
		use({ AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE });
	});
}

describe("checkProfile", () => {
	it("finds a profile in either file, in quotes and with comments, and `default` always", async () => {
		const config = '; mine\n\n[profile work]\nregion = eu-west-1\n[ profile "two words" ]\n[sso-session s]\n';
		await withFiles(config, "\ufeff[ci]\r\naws_access_key_id = x\r\n", (env) => {
			for (const name of ["work", "two words", "ci", "default"]) checkProfile(name, env);
			assert.throws(() => checkProfile("s", env), { code: "profile-missing", next: /use one of: work, two words, ci/ });
		});
	});

	it("says how to make the first one", () => {
		const env = { HOME: "/no-such-home" };
		assert.throws(() => checkProfile("work", env), { code: "profile-missing", next: /aws configure --profile work/ });
	});

	it("refuses a file that is none without quoting it", async () => {
		for (const config of ["aws_secret_access_key = SECRET", "\n# c\nSECRET\n[profile work]", "\ufffd\u0000[\u0000"]) {
			await withFiles(config, "", (env) => {
				assert.throws(
					() => checkProfile("work", env),
					(error: Error & { code?: string }) => error.code === "config-invalid" && !error.message.includes("SECRET"),
				);
			});
		}
	});
});
