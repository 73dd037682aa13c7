import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { exportFormats } from "../../../../host-tools/cloud/export/export-format.js";
import { Cli, endAll } from "../../../support/cli.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";

describe("thingsmith cloud export", function () {
	this.timeout(60_000);
	const directories = new TemporaryDirectories();
	let directory: string;
	beforeEach(async () => {
		directory = await directories.make();
	});
	afterEach(async () => {
		await endAll();
		await directories.remove();
	});

	it("writes each format, names its files, and says what is to be known", async () => {
		for (const format of exportFormats) {
			const cli = new Cli(["cloud", "export", "--format", format, "--out", format, "--json"], { cwd: directory });
			const { files, notes } = (await cli.event({ event: "exported", format })) as unknown as Record<string, string[]>;
			assert.equal(await cli.exit(), 0);
			const written = (await readdir(join(directory, format), { recursive: true, withFileTypes: true })).filter((one) =>
				one.isFile(),
			);
			assert.deepEqual((files ?? []).length, written.length);
			assert.ok((notes ?? []).length >= 4);
		}
	});

	it("takes the project of thingsmith.json, and of --project", async () => {
		await writeFile(join(directory, "thingsmith.json"), '{ "project": "mine" }');
		await writeFile(join(directory, "other.json"), '{ "project": "other" }');
		for (const [name, args] of [
			["mine", []],
			["other", ["--project", "other.json"]],
		] as const) {
			const cli = new Cli(["cloud", "export", "--format", "cloudformation", "--out", name, ...args], {
				cwd: directory,
			});
			assert.equal(await cli.exit(), 0, cli.stderr);
			assert.equal(cli.stdout, `${join(name, "template.json")}\n`);
			assert.match(cli.stderr, /^- Deploy with: /m);
			assert.match(
				await readFile(join(directory, name, "template.json"), "utf8"),
				new RegExp(`"PolicyName": "${name}-device"`),
			);
		}
	});

	it("refuses to replace another file, until --force", async () => {
		const path = join(directory, "out", "template.json");
		const run = async (...more: string[]) => {
			const cli = new Cli(["cloud", "export", "--format", "cloudformation", "--out", "out", ...more], {
				cwd: directory,
			});
			return [await cli.exit(), cli.stderr] as const;
		};
		assert.equal((await run())[0], 0);
		await writeFile(path, "{}");
		const [code, said] = await run();
		assert.equal(code, 1);
		assert.match(said, /file-exists[\s\S]*--force/);
		assert.equal(await readFile(path, "utf8"), "{}");
		assert.equal((await run("--force"))[0], 0);
	});

	it("says which formats there are", async () => {
		const cli = new Cli(["cloud", "export", "--format", "pulumi", "--out", "x"], { cwd: directory });
		assert.equal(await cli.exit(), 2);
		assert.match(cli.stderr, /cloudformation, terraform, cdk, scripts/);
	});
});
