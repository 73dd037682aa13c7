import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeDeviceImage } from "../../../../host-tools/cli/operations/device-image.js";
import { RecordedContext } from "../../../support/recorded-context.js";
import { skipBecause } from "../../../support/skip-because.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";
import { testPki } from "../../../support/test-pki.js";

describe("device image", () => {
	const directories = new TemporaryDirectories();
	afterEach(directories.remove);

	const make = (directory: string, context: RecordedContext) =>
		makeDeviceImage(
			{
				bootstrapPath: join(directory, "bootstrap.json"),
				outPath: join(directory, "out.bin"),
				firmwareDirectory: undefined,
			},
			context,
		);

	async function bootstrap(expiresAt: Date): Promise<string> {
		const { clients, rootCaPem } = await testPki();
		const [{ certificatePem, privateKeyPem }] = clients;
		const claim = { certificatePem, privateKeyPem, expiresAt: expiresAt.toISOString() };
		const file = { version: 1, host: "cloud.test", rootCa: rootCaPem, templateName: "t", claim };
		const directory = await directories.make();
		await writeFile(join(directory, "bootstrap.json"), JSON.stringify(file));
		return directory;
	}

	it("is made of a claim that is good, and of none that has expired", async () => {
		const fresh = await bootstrap(new Date(Date.now() + 300_000));
		await make(fresh, new RecordedContext());
		assert.deepEqual((await readdir(fresh)).sort(), ["bootstrap.json", "out.bin"]);
		const expired = await bootstrap(new Date(Date.now() - 1));
		const refused = { code: "claim-expired", message: /bootstrap\.json expired/, next: /claim create/ };
		await assert.rejects(make(expired, new RecordedContext()), refused);
		assert.deepEqual(await readdir(expired), ["bootstrap.json"]);
	});

	it("ends at once when it is told to while it waits for a pipe", async function () {
		if (process.platform === "win32") skipBecause(this, "a pipe with a name. Windows has none in its file system.");
		const directory = await directories.make();
		execFileSync("mkfifo", [join(directory, "bootstrap.json")]);
		const context = new RecordedContext();
		const making = assert.rejects(make(directory, context), { code: "interrupted" });
		context.stop();
		await making;
	});
});
