import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readAwsFiles } from "../../../../host-tools/cloud/doctor/aws-files.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";

const directories = new TemporaryDirectories();
const { signal } = new AbortController();

async function read(config: string, credentials: string) {
	const directory = await directories.make();
	const files = { AWS_CONFIG_FILE: join(directory, "config"), AWS_SHARED_CREDENTIALS_FILE: join(directory, "keys") };
	await writeFile(files.AWS_CONFIG_FILE, config);
	await writeFile(files.AWS_SHARED_CREDENTIALS_FILE, credentials);
	return readAwsFiles(files, signal);
}

describe("readAwsFiles", () => {
	afterEach(directories.remove);

	it("tells which settings there are, and keeps the secrets apart", async () => {
		const { sections, secrets } = await read(
			"[profile work]\nregion = us-east-1\ncredential_process = give --password hunter2222\n# a comment = no\n",
			"[default]\r\naws_access_key_id = AKIA\r\naws_secret_access_key = the secret\r\n",
		);
		assert.deepEqual(sections, [
			{ file: "config", section: "profile work", settings: ["region", "credential_process"] },
			{ file: "credentials", section: "default", settings: ["aws_access_key_id", "aws_secret_access_key"] },
		]);
		assert.ok(secrets.includes("hunter2222"));
		assert.ok(secrets.includes("the secret"));
		assert.ok(!JSON.stringify(sections).match(/hunter|the secret|us-east|AKIA/));
	});

	it("does not name what stands where a name should: a secret may have slipped there", async () => {
		const { sections } = await read("", "[default]\nwJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLE = KEY\nno line\n");
		assert.deepEqual(sections, [{ file: "credentials", section: "default", settings: ["(another)"] }]);
	});

	it("has nothing of files that are not there", async () => {
		const none = join(await directories.make(), "none");
		const files = { AWS_CONFIG_FILE: none, AWS_SHARED_CREDENTIALS_FILE: none };
		assert.deepEqual(await readAwsFiles(files, signal), { sections: [], secrets: [] });
	});
});
