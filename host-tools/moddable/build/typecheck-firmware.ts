import { readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { TaskContext } from "../../base/task-context.js";
import type { NoteEvent } from "../../base/shared-events.js";
import { repositoryRoot } from "../../base/files/repository-root.js";
import { withTemporaryDirectory } from "../../base/files/temporary-directory.js";
import { ToolError } from "../../base/tool-error.js";
import { chipTargets } from "./chip-target.js";
import { findModdableSdk, howToGetSdk, type ModdableSdk, sdkEnvironment } from "./moddable-sdk.js";
import { type ProcessResult, runProcess } from "./run-process.js";

const stepMs = 120_000;

/** Checks the firmware against the SDK's own typings, as mcconfig would for each platform, without building it. */
export async function typecheckFirmware(env: NodeJS.ProcessEnv, { emit }: TaskContext<NoteEvent>): Promise<void> {
	const sdk = findModdableSdk(env);
	if (sdk === undefined) {
		const text = `SKIPPED: the firmware was not checked against the SDK's typings. ${howToGetSdk}`;
		return emit({ event: "note", text });
	}
	for (const platform of [sdk.platform, ...chipTargets.map((target) => target.platform)]) {
		const { output, code } = await checkPlatform(sdk, env, platform);
		if (code !== 0) throw new ToolError("build-failed", `The firmware for ${platform} does not type-check:\n${output}`);
		emit({ event: "note", text: `The firmware for ${platform} agrees with the SDK's typings.` });
	}
}

function checkPlatform(sdk: ModdableSdk, env: NodeJS.ProcessEnv, platform: string): Promise<ProcessResult> {
	return withTemporaryDirectory(async (out) => {
		// Without -m, mcconfig only writes its configuration; ESP-IDF has to be named, and is not used.
		const toolEnv = { ...sdkEnvironment(sdk, env), IDF_PATH: env.IDF_PATH || out };
		const options = { cwd: repositoryRoot, env: toolEnv, timeoutMs: stepMs };
		const manifest = path.join(repositoryRoot, "manifest.json");
		const generated = await runProcess("mcconfig", ["-d", "-p", platform, "-o", out, manifest], options);
		if (generated.code !== 0) return generated;
		const project = path.join(out, "tsconfig.json");
		await writeFile(project, JSON.stringify(await projectOf(out)));
		return runProcess("tsc", ["-p", project], options);
	});
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
