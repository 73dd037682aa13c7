import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, readdir, readFile, stat, symlink } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { promisify } from "node:util";
import { withTemporaryDirectory } from "../host-tools/base/files/temporary-directory.js";
import { command } from "./support/command-path.js";
import { patience } from "./support/patience.js";
import { repositoryRoot } from "./support/source-imports.js";

const run = promisify(execFile);

/** What `npm pack` would pack, by path from the root. */
async function packed(): Promise<readonly string[]> {
	const npm = process.env.npm_execpath;
	const [file, before] = npm === undefined ? ["npm", []] : [process.execPath, [npm]];
	const args = [...before, "pack", "--dry-run", "--json", "--ignore-scripts"];
	const options = {
		cwd: repositoryRoot,
		timeout: patience(60_000),
		shell: npm === undefined && process.platform === "win32",
	};
	const { stdout } = await run(file, args, options);
	const [{ files }] = JSON.parse(stdout) as [{ files: readonly { path: string }[] }];
	return files.map(({ path }) => path);
}

/** The modules that `entry` imports, those that it imports only when they are needed included. */
async function imported(entry: string): Promise<ReadonlySet<string>> {
	const found = new Set<string>();
	const waiting = [entry];
	for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
		if (found.has(path)) continue;
		found.add(path);
		const text = await readFile(join(repositoryRoot, path), "utf8");
		for (const [, target = ""] of text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+\.js)"/g)) {
			waiting.push(relative(repositoryRoot, resolve(repositoryRoot, dirname(path), target)).replaceAll("\\", "/"));
		}
	}
	return found;
}

describe("the package", () => {
	let files: readonly string[];

	before(async () => {
		files = await packed();
	});

	it("holds what the command imports", async () => {
		const missing = [...(await imported(command))].filter((path) => !files.includes(path));
		assert.deepEqual(missing, []);
	});

	it("holds the functions that run in an account", async () => {
		const sources = await readdir(join(repositoryRoot, "host-tools/cloud/lambdas"));
		assert.deepEqual(
			sources
				.filter((name) => name.endsWith(".cjs"))
				.map((name) => `host-tools/cloud/lambdas/${name}`)
				.filter((path) => !files.includes(path)),
			[],
		);
		assert.notEqual(sources.length, 0);
	});

	it("names a command that may be executed", async function () {
		if (process.platform === "win32") this.skip();
		assert.equal((await stat(join(repositoryRoot, command))).mode & 0o111, 0o111);
	});

	it("holds nothing else that runs, and no sources, tests, maps or types", async () => {
		const modules = await imported(command);
		const isMeant = (path: string) =>
			modules.has(path) ||
			/^host-tools\/cloud\/(lambdas\/[\w-]+\.cjs|export\/scripts\/[\w-]+\.sh)$/.test(path) ||
			/^(certs|docs)\/[\w/.-]+\.(pem|md|json|mjs)$/.test(path) ||
			["package.json", "README.md", "LICENSE", "CHANGELOG.md"].includes(path);
		assert.deepEqual(
			files.filter((path) => !isMeant(path)),
			[],
		);
		for (const path of files.filter((path) => path.endsWith(".js"))) {
			assert.doesNotMatch(path, /moddable|simulate-firmware|build-esp32/);
			assert.doesNotMatch(await readFile(join(repositoryRoot, path), "utf8"), /^\/\/# sourceMappingURL/m, path);
		}
	});

	it("runs by itself, and knows that it has no firmware to build", async () => {
		await withTemporaryDirectory(async (directory) => {
			for (const path of files) await cp(join(repositoryRoot, path), join(directory, path), { recursive: true });
			await symlink(join(repositoryRoot, "node_modules"), join(directory, "node_modules"), "junction");
			const script = join(directory, command);
			const { version } = JSON.parse(await readFile(join(repositoryRoot, "package.json"), "utf8"));
			const options = { cwd: directory, timeout: patience(60_000) };
			assert.equal((await run(process.execPath, [script, "--version"], options)).stdout, `${version}\n`);
			const demo = await run(
				process.execPath,
				[script, "demo", "--devices", "1", "--readings", "1", "--json"],
				options,
			);
			assert.match(demo.stdout, /"event":"done"/);
			assert.doesNotMatch(demo.stderr, /warning/i);
			const env = { ...process.env, AWS_ENDPOINT_URL: "http://127.0.0.1:1", AWS_REGION: "us-east-1" };
			const doctor = run(process.execPath, [script, "doctor"], { ...options, env });
			await assert.rejects(doctor, (error: { code: number; stdout: string }) => {
				assert.equal(error.code, 1);
				assert.match(error.stdout, /^\w+ +node +Node \d/m);
				// It cannot build firmware, and has nothing to say about what that takes.
				assert.doesNotMatch(error.stdout, /moddable-sdk|esp-idf/);
				return true;
			});
			const flash = run(process.execPath, [script, "device", "flash", "--target", "esp32", "--port", "none"], options);
			await assert.rejects(flash, { code: 3, stderr: /in a clone of thingsmith.*--firmware/ });
		});
	});
});
