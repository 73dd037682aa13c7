import assert from "node:assert/strict";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { Finding } from "../../../../host-tools/base/doctor/check.js";
import { sdkChecks } from "../../../../host-tools/moddable/doctor/sdk-checks.js";
import { skipBecause } from "../../../support/skip-because.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";

const directories = new TemporaryDirectories();
const { signal } = new AbortController();

async function look(name: string, env: NodeJS.ProcessEnv): Promise<Finding> {
	const check = sdkChecks(env).find((one) => one.check === name);
	assert.ok(check);
	return check.run(signal);
}

function codeOf(finding: Finding): string | undefined {
	return finding.status === "ok" ? undefined : finding.code;
}

/** A folder with the tools that a Linux build of the SDK has. */
async function fakeSdk(version: string | undefined): Promise<string> {
	const root = await directories.make();
	const bin = join(root, "build", "bin", "lin", "release");
	await mkdir(bin, { recursive: true });
	await mkdir(join(root, "tools"));
	for (const tool of ["mcconfig", "mcsim"]) await writeFile(join(bin, tool), "");
	if (version !== undefined) await writeFile(join(root, "tools", "VERSION"), `${version}\n`);
	return root;
}

/** An ESP-IDF with these commands, and a git that says its version. */
async function fakeIdf(version: string, commands: readonly string[]): Promise<NodeJS.ProcessEnv> {
	const root = await directories.make();
	const bin = join(root, "bin");
	await mkdir(join(root, "tools"), { recursive: true });
	await mkdir(bin);
	await writeFile(join(root, "tools", "idf.py"), "");
	await writeFile(join(root, "export.sh"), "");
	for (const [name = "", text] of [["git", `echo ${version}`], ...commands.map((name) => [name, ""])]) {
		await writeFile(join(bin, name), `#!/bin/sh\n${text}\n`);
		await chmod(join(bin, name), 0o755);
	}
	return { IDF_PATH: root, PATH: [bin, "/usr/bin", "/bin"].join(delimiter) };
}

describe("sdkChecks", () => {
	before(function () {
		if (process.platform !== "linux") skipBecause(this, "an SDK and an ESP-IDF of scripts, as Linux has them");
	});
	afterEach(directories.remove);

	it("find the SDK and its version", async () => {
		const found = await look("moddable-sdk", { MODDABLE: await fakeSdk("8.2.3") });
		assert.equal(found.status, "ok");
		assert.equal(found.facts?.version, "8.2.3");
	});

	it("only warn of another version, of a folder without tools, and of none", async () => {
		for (const [MODDABLE, code] of [
			[await fakeSdk("7.0.0"), "sdk-version"],
			[await fakeSdk(undefined), "sdk-version"],
			[await directories.make(), "sdk-missing"],
			[join(await directories.make(), "none"), "sdk-missing"],
		] as const) {
			const finding = await look("moddable-sdk", { MODDABLE });
			assert.deepEqual([finding.status, codeOf(finding)], ["warn", code]);
		}
	});

	it("find ESP-IDF with the compilers that it has", async () => {
		const found = await look("esp-idf", await fakeIdf("v6.0.1", ["idf.py", "riscv32-esp-elf-gcc"]));
		assert.equal(found.status, "ok");
		assert.deepEqual(found.facts?.targets, ["esp32c3", "esp32c6"]);
		assert.match(found.message, /v6\.0\.1 with compilers for esp32c3, esp32c6, none for esp32, esp32s3/);
	});

	it("only warn of no ESP-IDF, of another version, and of one without compilers", async () => {
		for (const [env, code] of [
			[{}, "idf-missing"],
			[await fakeIdf("v5.5", []), "idf-missing"],
			[await fakeIdf("v6.0", ["idf.py"]), "toolchain-missing"],
		] as const) {
			const finding = await look("esp-idf", env);
			assert.deepEqual([finding.status, codeOf(finding)], ["warn", code]);
			assert.ok(finding.status !== "ok" && finding.next !== "");
		}
	});
});
