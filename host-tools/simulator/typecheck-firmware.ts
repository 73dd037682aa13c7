import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { findModdableSdk, howToGetSdk, type ModdableSdk, sdkEnvironment } from "./moddable-sdk.js";
import { repositoryRoot } from "./repository-root.js";
import { runProcess } from "./run-process.js";

const stepMs = 120_000;

/** Checks the firmware against the SDK's own typings, as mcconfig would for each platform, without building it. */
async function typecheckFirmware(): Promise<number> {
	const sdk = findModdableSdk();
	if (sdk === undefined) {
		process.stderr.write(`SKIPPED: the firmware was not checked against the SDK's typings. ${howToGetSdk}\n`);
		return 0;
	}
	let failed = false;
	for (const platform of [sdk.platform, "esp32"]) {
		const { output, code } = await checkPlatform(sdk, platform);
		process.stderr.write(`${platform}: ${code === 0 ? "ok" : `failed\n${output}`}\n`);
		failed ||= code !== 0;
	}
	return failed ? 1 : 0;
}

async function checkPlatform(sdk: ModdableSdk, platform: string): Promise<{ output: string; code: number | null }> {
	const out = await mkdtemp(path.join(tmpdir(), "thingsmith-typecheck-"));
	// Without -m, mcconfig only writes its configuration, and ESP-IDF, which it insists on having named, is not used.
	const env = { ...sdkEnvironment(sdk, repositoryRoot), IDF_PATH: process.env.IDF_PATH ?? out };
	try {
		const options = { cwd: repositoryRoot, env, timeoutMs: stepMs };
		const manifest = path.join(repositoryRoot, "manifest.json");
		const generated = await runProcess("mcconfig", ["-d", "-p", platform, "-o", out, manifest], options);
		if (generated.code !== 0) return generated;
		const project = path.join(out, "tsconfig.json");
		await writeFile(project, JSON.stringify(await projectOf(out)));
		return await runProcess("tsc", ["-p", project], options);
	} finally {
		await rm(out, { recursive: true, force: true });
	}
}

/** main.ts imports everything, the platform's adapters included. */
async function projectOf(out: string): Promise<object> {
	const base = (await readdir(out, { recursive: true })).find((file) => path.basename(file) === "tsconfig-base.json");
	if (base === undefined) throw new Error("mcconfig wrote no tsconfig-base.json");
	return {
		extends: path.join(out, base),
		compilerOptions: { noEmit: true },
		files: [path.join(repositoryRoot, "firmware", "main.ts")],
	};
}

process.exitCode = await typecheckFirmware();
