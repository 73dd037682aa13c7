import assert from "node:assert/strict";
import { chmod, mkdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withTemporaryDirectory } from "../../../../host-tools/base/files/temporary-directory.js";
import type { ToolError } from "../../../../host-tools/base/tool-error.js";
import { runProgram } from "../../../../host-tools/cli/commands/program.js";
import { type CloudLintOptions, cloudLint } from "../../../../host-tools/cli/operations/cloud-lint.js";
import { defaultOptions } from "../../../../host-tools/cloud/lint/rules/rule.js";
import { FakeOutput } from "../../../support/fake-output.js";
import { RecordedContext } from "../../../support/recorded-context.js";
import { readRoot } from "../../../support/source-imports.js";

const bad = readRoot("test/fixtures/lint/resource-kind/bad.json");
const good = readRoot("test/fixtures/lint/resource-kind/good.json");

async function lint(paths: readonly string[], options: Partial<CloudLintOptions> = {}) {
	const context = new RecordedContext();
	const all = { paths, fix: false, ignore: [], rules: defaultOptions, sarifVersion: undefined, ...options };
	const failure = await cloudLint(all, context).then(
		() => undefined,
		(error: unknown) => error as ToolError,
	);
	return { context, failure };
}

async function run(...args: readonly string[]) {
	const [stdout, stderr] = [new FakeOutput(), new FakeOutput()];
	const { signal } = new AbortController();
	const code = await runProgram(["cloud", "lint", ...args], {
		stdout,
		stderr,
		command: "thingsmith",
		env: {},
		askSecret: undefined,
		ask: undefined,
		signal,
	});
	return { code, stdout: stdout.text, stderr: stderr.text };
}

describe("cloudLint", () => {
	it("looks at the files of a folder by what they hold, and names those that it passes over", async () => {
		await withTemporaryDirectory(async (directory) => {
			const put = async (path: string, text: string) => {
				await mkdir(join(directory, path, ".."), { recursive: true });
				await writeFile(join(directory, path), text);
			};
			await put("policies/whatever.json", bad);
			await put("package.json", '{"name": "x"}');
			await put("notes.yml", "a: 1\n");
			await put("node_modules/a/policy.json", bad);
			await put(".git/policy.json", bad);
			await put("policy.txt", bad);
			await put("large.json", " ".repeat(1_000_001));
			await symlink(join(directory, "policies"), join(directory, "linked"), "junction");
			const { context, failure } = await lint([directory]);
			assert.deepEqual(
				context.named("finding").map(({ file, line, rule }) => [file.slice(directory.length), line, rule]),
				[["/policies/whatever.json", 17, "resource-kind"]],
			);
			const passed = context.named("passed-over").map(({ file }) => file.slice(directory.length + 1));
			assert.deepEqual(passed, ["large.json", "notes.yml", "package.json"]);
			assert.equal(failure?.code, "lint-findings");
			assert.equal(failure.message, "1 finding in 1 file");
		});
	});

	it("does not look deeper than 8 levels, and says so", async () => {
		await withTemporaryDirectory(async (directory) => {
			const deep = join(directory, ..."abcdefghi");
			await mkdir(deep, { recursive: true });
			await writeFile(join(deep, "policy.json"), bad);
			const { context, failure } = await lint([directory]);
			assert.equal(failure, undefined);
			assert.match(context.named("passed-over")[0]?.reason ?? "", /8 levels/);
			assert.deepEqual(context.named("linted"), [{ event: "linted", files: 0, findings: 0, mended: 0 }]);
		});
	});

	it("mends in place, keeps the mode, and says what it did", async () => {
		await withTemporaryDirectory(async (directory) => {
			const path = join(directory, "policy.json");
			await writeFile(path, bad);
			await chmod(path, 0o640);
			const { context, failure } = await lint([path], { fix: true });
			assert.equal(failure, undefined);
			assert.equal(await readFile(path, "utf8"), good);
			if (process.platform !== "win32") assert.equal((await stat(path)).mode & 0o777, 0o640);
			assert.deepEqual(
				context.named("mended").map(({ rule, change }) => [rule, change]),
				[["resource-kind", "topicfilter/ in place of topic/"]],
			);
		});
	});

	it("does not mend a file in another encoding, nor one whose rule is left out", async () => {
		await withTemporaryDirectory(async (directory) => {
			const path = join(directory, "policy.json");
			const utf16 = Buffer.from(`\ufeff${bad}`, "utf16le");
			await writeFile(path, utf16);
			const { context, failure } = await lint([path], { fix: true });
			assert.equal(failure?.code, "lint-findings");
			assert.match(context.named("passed-over")[0]?.reason ?? "", /not plain UTF-8/);
			assert.deepEqual(await readFile(path), utf16);
			await writeFile(path, bad);
			assert.equal((await lint([path], { fix: true, ignore: ["resource-kind"] })).failure, undefined);
			assert.equal(await readFile(path, "utf8"), bad);
		});
	});

	it("says which part of a file of Terraform was not read", async () => {
		await withTemporaryDirectory(async (directory) => {
			const path = join(directory, "main.tf");
			await writeFile(path, 'resource "aws_iot_thing" "a" {\n  name = "a"\n}\nresource "x" "y" {\n  z = "open\n}\n');
			const { context } = await lint([path]);
			assert.deepEqual(
				context.named("passed-over").map(({ line, reason }) => [line, reason]),
				[[5, "a string does not end; what follows was not read"]],
			);
		});
	});
});

describe("thingsmith cloud lint", () => {
	it("ends with 0 for what is clean, 1 for findings, 2 for what it cannot be asked", async () => {
		await withTemporaryDirectory(async (directory) => {
			const path = (name: string) => join(directory, name);
			await writeFile(path("bad.json"), bad);
			await writeFile(path("good.json"), good);
			await writeFile(path("other.json"), "{}");
			const clean = await run(path("good.json"));
			assert.deepEqual([clean.code, clean.stdout], [0, ""]);
			const found = await run(path("bad.json"));
			assert.equal(found.code, 1);
			assert.match(
				found.stdout,
				/bad\.json:17:\d+ error resource-kind: .*\n {2}at {3}\$\.Statement\[1\]\.Resource\n {2}mend .*\n$/,
			);
			assert.match(found.stderr, /1 finding in 1 file \(lint-findings\)/);
			for (const args of [
				[path("other.json")],
				["--ignore", "no-such-rule"],
				["--flow", "nope"],
				["--format", "xml"],
				["--topic", "{x}"],
			]) {
				assert.equal((await run(...args)).code, 2, args.join(" "));
			}
			assert.equal((await run(path("good.json"), "--flow", "jobs")).code, 1);
		});
	});

	it("takes several files", async () => {
		await withTemporaryDirectory(async (directory) => {
			const paths = ["one.json", "two.json"].map((name) => join(directory, name));
			for (const path of paths) await writeFile(path, good);
			const { code, stderr } = await run(...paths);
			assert.deepEqual([code, stderr], [0, "Nothing found in 2 files.\n"]);
		});
	});

	it("writes one log of SARIF 2.1.0, or an object a line", async () => {
		await withTemporaryDirectory(async (directory) => {
			const path = join(directory, "a policy.json");
			await writeFile(path, bad);
			const sarif = await run("--format", "sarif", path);
			assert.equal(sarif.code, 1);
			const log = JSON.parse(sarif.stdout);
			assert.equal(log.version, "2.1.0");
			const [{ tool, results, invocations }] = log.runs;
			assert.match(tool.driver.version, /^\d+\.\d+\.\d+/);
			assert.equal(tool.driver.rules[results[0].ruleIndex].id, "resource-kind");
			assert.deepEqual(invocations, [{ executionSuccessful: true }]);
			const [{ physicalLocation }] = results[0].locations;
			assert.match(physicalLocation.artifactLocation.uri, /a%20policy\.json$/);
			assert.equal(physicalLocation.region.startLine, 17);
			assert.ok(physicalLocation.region.endColumn > physicalLocation.region.startColumn);
			const lines = (await run("--json", path)).stdout
				.trim()
				.split("\n")
				.map((line) => JSON.parse(line));
			assert.deepEqual(
				lines.map(({ event }) => event),
				["finding", "linted", "failed"],
			);
		});
	});
});
