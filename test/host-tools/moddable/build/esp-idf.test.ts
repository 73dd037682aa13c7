import assert from "node:assert/strict";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { ToolError } from "../../../../host-tools/base/tool-error.js";
import { chipTarget } from "../../../../host-tools/moddable/build/chip-target.js";
import { findEspIdf } from "../../../../host-tools/moddable/build/esp-idf.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";

const directories = new TemporaryDirectories();
const { signal } = new AbortController();

/** An ESP-IDF, and a search path without any other, that is nothing but what is looked for, with a git that says what it is told and the given commands. */
async function fakeIdf(version: string, commands: readonly string[]): Promise<NodeJS.ProcessEnv> {
	const root = await directories.make();
	const bin = join(root, "bin");
	await mkdir(join(root, "tools"), { recursive: true });
	await mkdir(bin);
	await writeFile(join(root, "tools", "idf.py"), "");
	await writeFile(join(root, "export.sh"), 'echo "tools are not installed" >&2\n');
	for (const [name, text] of [["git", `echo ${version}`], ...commands.map((name) => [name, ""])]) {
		const file = join(bin, name ?? "");
		await writeFile(file, `#!/bin/sh\n${text}\n`);
		await chmod(file, 0o755);
	}
	return { IDF_PATH: root, PATH: [bin, "/usr/bin", "/bin"].join(delimiter) };
}

async function refusal(env: NodeJS.ProcessEnv): Promise<ToolError> {
	const error = await findEspIdf(env, chipTarget("esp32c3"), signal).catch((thrown: unknown) => thrown);
	assert.ok(error instanceof ToolError, String(error));
	assert.ok(error.next, "it says what to do");
	return error;
}

describe("findEspIdf", () => {
	afterEach(directories.remove);

	it("says how to get ESP-IDF where nothing names it, and where it is not", async () => {
		const unset = await refusal({ PATH: process.env.PATH });
		assert.equal(unset.code, "idf-missing");
		assert.match(unset.next ?? "", /v6\.0/);
		assert.equal((await refusal({ IDF_PATH: await directories.make() })).code, "idf-missing");
	});

	it("refuses a version that the SDK is not made for, and names both", async () => {
		for (const version of ["v5.5.1", "v6.1", "v6.00", "deadbeef"]) {
			const error = await refusal(await fakeIdf(version, []));
			assert.equal(error.code, "idf-missing");
			assert.match(error.message, new RegExp(`${version}.*v6\\.0`));
		}
	});

	it("names the compiler that is missing, and the line that installs it", async () => {
		const error = await refusal(await fakeIdf("v6.0", ["idf.py"]));
		assert.equal(error.code, "toolchain-missing");
		assert.match(error.message, /riscv32-esp-elf-gcc/);
		assert.match(error.next ?? "", /install\.sh" esp32c3/);
	});

	it("passes on why ESP-IDF could not be activated", async () => {
		assert.match((await refusal(await fakeIdf("v6.0", []))).message, /tools are not installed/);
	});

	it("takes the version and its bug fixes", async () => {
		for (const version of ["v6.0", "v6.0.1"]) {
			const env = await fakeIdf(version, ["idf.py", "riscv32-esp-elf-gcc"]);
			const idf = await findEspIdf(env, chipTarget("esp32c3"), signal);
			assert.deepEqual(idf, { root: env.IDF_PATH, version });
		}
	});
});
